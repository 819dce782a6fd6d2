namespace Aloe.Middleware;

/// <summary>When a <see cref="CircuitBreaker"/> opens, and for how long. Values are checked when they are set.</summary>
public sealed class CircuitBreakerOptions
{
    /// <summary>Share of failed calls within the window at which it opens. <value>Default: 0.5. Range: 0.01 to 1.</value></summary>
    public double FailureShare { get; set => field = Require.InRange(value, 0.01, 1); } = 0.5;

    /// <summary>Calls within the window below which it never opens. <value>Default: 20. Range: 2 to 100,000.</value></summary>
    public int MinimumCalls { get; set => field = Require.InRange(value, 2, 100_000); } = 20;

    /// <summary>The time over which calls are counted. <value>Default: 30 s. Range: 0.5 s to 1 h.</value></summary>
    public TimeSpan Window { get; set => field = Require.InRange(value, TimeSpan.FromSeconds(0.5), TimeSpan.FromHours(1)); } = TimeSpan.FromSeconds(30);

    /// <summary>How long it refuses calls before it lets one through to see. <value>Default: 15 s. Range: 0.5 s to 1 h.</value></summary>
    public TimeSpan BreakDuration { get; set => field = Require.InRange(value, TimeSpan.FromSeconds(0.5), TimeSpan.FromHours(1)); } = TimeSpan.FromSeconds(15);

    /// <summary>Tells what a failure is. Faults of the server, lost connections, time limits and unreadable answers count as failed calls; refusals, rate limits among them, show that the endpoint is alive. <value>Default: <see cref="FailureClassifier.Default"/>.</value></summary>
    public FailureClassifier Classifier
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Classifier));
            field = value;
        }
    } = FailureClassifier.Default;

    /// <summary>Measures the times. <value>Default: the system's clock.</value></summary>
    public TimeProvider TimeProvider
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value, nameof(TimeProvider));
            field = value;
        }
    } = TimeProvider.System;
}
