namespace Aloe.Runs;

/// <summary>A run cannot keep what it makes: the disk is full, or a file cannot be written. Nothing that was kept is lost; started again, the run goes on.</summary>
public sealed class RunStorageException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The file.</param>
    /// <param name="innerException">What the operating system said.</param>
    public RunStorageException(string path, Exception innerException)
        : base($"{path} cannot be written: {innerException.Message} What was written before is kept; the same run started again goes on from there.", innerException)
        => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
