namespace Aloe.Middleware;

/// <summary>How a <see cref="DiskCache"/> keeps answers. Values are checked when they are set.</summary>
public sealed class DiskCacheOptions
{
    /// <summary>Bytes of answers above which the oldest are dropped, down to nine tenths of it; the file is a little larger. <value>Default: null, no limit. Range: at least 1,000.</value></summary>
    public long? MaxBytes { get; set => field = value is { } bytes ? Require.AtLeast(bytes, 1_000) : null; }

    /// <summary>Answers older than this are asked for again. <value>Default: null, no limit. Range: above zero.</value></summary>
    public TimeSpan? MaxAge
    {
        get;
        set => field = value is not { } age || age > TimeSpan.Zero
            ? value
            : throw new ArgumentOutOfRangeException(nameof(MaxAge), value, $"{nameof(MaxAge)} must be above zero; it was {value}.");
    }

    /// <summary>Also keep answers that are empty, were cut at a token limit, or were withheld by a content filter. <value>Default: false.</value></summary>
    public bool KeepIncomplete { get; set; }

    /// <summary>Answers that may wait to be written; beyond that, callers wait. <value>Default: 1,024. Range: 1 to 1,000,000.</value></summary>
    public int WriteQueue { get; set => field = Require.InRange(value, 1, 1_000_000); } = 1_024;

    /// <summary>How long a process waits for another one that writes to the same file. <value>Default: 30 s. Range: 1 s to 1 h.</value></summary>
    public TimeSpan LockTimeout
    {
        get;
        set => field = value >= TimeSpan.FromSeconds(1) && value <= TimeSpan.FromHours(1)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(LockTimeout), value, $"{nameof(LockTimeout)} must be between 1 s and 1 h; it was {value}.");
    } = TimeSpan.FromSeconds(30);

    /// <summary>Tells the age of answers. <value>Default: the system's clock.</value></summary>
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
