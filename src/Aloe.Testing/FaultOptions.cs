namespace Aloe.Testing;

/// <summary>Which faults are injected and how often. Values are checked when they are set.</summary>
public sealed class FaultOptions
{
    /// <summary>Share of the calls that get a fault. <value>Default: 0.2. Range: 0 to 1.</value></summary>
    public double Share { get; set => field = Require.InRange(value, 0, 1); } = 0.2;

    /// <summary>Whether a call gets a fault, and which, depends on this seed, the request and how often it has been asked, not on the order of calls. <value>Default: 0.</value></summary>
    public long Seed { get; set; }

    /// <summary>What a fault may be, each as likely as the others; a kind that is listed twice is twice as likely. <value>Default: every kind once. At least one.</value></summary>
    public IReadOnlyList<FaultKind> Kinds
    {
        get;
        set => field = value is { Count: > 0 } ? value : throw new ArgumentException($"{nameof(Kinds)} must not be empty; set {nameof(Share)} to 0 for no faults.", nameof(Kinds));
    } = Enum.GetValues<FaultKind>();

    /// <summary>What <see cref="FaultKind.TooManyRequests"/> tells to wait. <value>Default: 1 s. Range: 0 to 1 h; milliseconds count.</value></summary>
    public TimeSpan RetryAfter { get; set => field = Require.InRange(value, TimeSpan.Zero, TimeSpan.FromHours(1)); } = TimeSpan.FromSeconds(1);

    /// <summary>How long <see cref="FaultKind.Stall"/> says nothing. <value>Default: 1 h, and so until the caller gives up. Range: 0 to 1 day.</value></summary>
    public TimeSpan StallDuration { get; set => field = Require.InRange(value, TimeSpan.Zero, TimeSpan.FromDays(1)); } = TimeSpan.FromHours(1);

    /// <summary>Characters of <see cref="FaultKind.HugeReply"/>. <value>Default: 1,048,576. Range: 1 to 100,000,000.</value></summary>
    public int HugeReplyLength { get; set => field = Require.InRange(value, 1, 100_000_000); } = 1 << 20;

    /// <summary>Measures <see cref="StallDuration"/>. <value>Default: the system's clock.</value></summary>
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
