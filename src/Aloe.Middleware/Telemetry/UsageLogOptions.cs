namespace Aloe.Middleware;

/// <summary>What <see cref="UsageLogChatClient"/> writes.</summary>
public sealed class UsageLogOptions
{
    /// <summary>Also write messages and answers, at level Trace, and the texts of errors, which may repeat them. <value>Default: false.</value></summary>
    public bool IncludeContent { get; set; }

    /// <summary>Times the calls. <value>Default: the system's clock.</value></summary>
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
