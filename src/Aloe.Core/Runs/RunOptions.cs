namespace Aloe.Runs;

/// <summary>How a run is carried out. Nothing here changes its results. Values are checked when they are set.</summary>
public sealed class RunOptions
{
    /// <summary>Share of the finished items that may fail; the run stops when more do. <value>Default: 0.1. Range: 0 to 1; 1 never stops.</value></summary>
    public double MaxFailedShare { get; set => field = Require.InRange(value, 0, 1); } = 0.1;

    /// <summary>Finished items from which on <see cref="MaxFailedShare"/> counts. <value>Default: 20. Range: 1 to 1,000,000.</value></summary>
    public int FailedShareFrom { get; set => field = Require.InRange(value, 1, 1_000_000); } = 20;

    /// <summary>Whether items that failed in an earlier run are tried again. <value>Default: false.</value></summary>
    public bool RetryFailed { get; set; }

    /// <summary>How long calls under way are waited for when a run is cancelled. <value>Default: 4 s. Range: 0 to 10 minutes.</value></summary>
    public TimeSpan Grace { get; set => field = TimeSpan.FromSeconds(Require.InRange(value.TotalSeconds, 0, 600)); } = TimeSpan.FromSeconds(4);

    /// <summary>Tells the time. <value>Default: the system's.</value></summary>
    public TimeProvider Time { get; set => field = value ?? throw new ArgumentNullException(nameof(value)); } = TimeProvider.System;
}
