namespace Aloe.Middleware;

/// <summary>A cache file cannot be used: it is damaged, no cache, of a newer version, or cannot be opened. The message names it and says what to do.</summary>
public sealed class CacheFileException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reason">What is wrong.</param>
    /// <param name="innerException">What the database said, if anything.</param>
    public CacheFileException(string path, string reason, Exception? innerException = null)
        : base($"Cache file {path}: {reason}", innerException)
        => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
