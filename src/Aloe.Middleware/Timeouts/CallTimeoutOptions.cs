namespace Aloe.Middleware;

/// <summary>How long a <see cref="CallTimeoutChatClient"/> waits. Values are checked when they are set.</summary>
public sealed class CallTimeoutOptions
{
    /// <summary>The longest a call may take and, in a stream, the longest wait for the next update. <value>Default: 2 min. Range: 1 ms to 24 h.</value></summary>
    public TimeSpan Timeout { get; set => field = Require.InRange(value, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(24)); } = TimeSpan.FromMinutes(2);

    /// <summary>Measures the time. <value>Default: the system's clock.</value></summary>
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
