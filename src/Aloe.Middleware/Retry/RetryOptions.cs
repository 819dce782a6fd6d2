namespace Aloe.Middleware;

/// <summary>How a <see cref="RetryChatClient"/> repeats calls. Values are checked when they are set.</summary>
public sealed class RetryOptions
{
    /// <summary>Attempts after the first one. <value>Default: 6. Range: 1 to 1,000.</value></summary>
    public int MaxRetries { get; set => field = Require.InRange(value, 1, 1_000); } = 6;

    /// <summary>Median wait before the first retry; it doubles with each, with jitter. <value>Default: 1 s. Range: 0 to 1 h.</value></summary>
    public TimeSpan BaseDelay { get; set => field = Require.InRange(value, TimeSpan.Zero, TimeSpan.FromHours(1)); } = TimeSpan.FromSeconds(1);

    /// <summary>No wait is longer, but one that the server asks for. <value>Default: 1 min. Range: 0 to 24 h.</value></summary>
    public TimeSpan MaxDelay { get; set => field = Require.InRange(value, TimeSpan.Zero, TimeSpan.FromHours(24)); } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The longest <c>Retry-After</c> that is waited for; a call that is told to wait longer fails at once, so that a run does not seem to hang. The wait is what was asked for, or up to a tenth more,
    /// so that not everybody is back at the same moment. <value>Default: 5 min. Range: 0 to 24 h.</value>
    /// </summary>
    public TimeSpan MaxRetryAfter { get; set => field = Require.InRange(value, TimeSpan.Zero, TimeSpan.FromHours(24)); } = TimeSpan.FromMinutes(5);

    /// <summary>Makes the jitter repeatable. Which call gets which jitter still depends on their order. <value>Default: null, other waits in every run.</value></summary>
    public int? JitterSeed { get; set; }

    /// <summary>Told of every failure that is followed by another attempt, before the wait; on any thread. <value>Default: null.</value></summary>
    public Action<RetryAttempt>? OnRetry { get; set; }

    /// <summary>Tells transient failures, which are retried, from permanent ones, which are not. <value>Default: <see cref="FailureClassifier.Default"/>.</value></summary>
    public FailureClassifier Classifier
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Classifier));
            field = value;
        }
    } = FailureClassifier.Default;

    /// <summary>Measures the waits. <value>Default: the system's clock.</value></summary>
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
