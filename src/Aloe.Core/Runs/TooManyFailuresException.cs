namespace Aloe.Runs;

/// <summary>A run was stopped because too large a share of its items failed.</summary>
public sealed class TooManyFailuresException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="failed">Items that failed.</param>
    /// <param name="finished">Items that failed or were made.</param>
    /// <param name="path">The file that lists the failed ones.</param>
    /// <param name="last">The last failure.</param>
    public TooManyFailuresException(int failed, int finished, string path, Exception last)
        : base($"{failed} of {finished} items failed, more than {nameof(RunOptions)}.{nameof(RunOptions.MaxFailedShare)} allows; they are listed in {path}. The last one: {last?.Message}", last)
        => (Failed, Finished) = (failed, finished);

    /// <summary>Items that failed.</summary>
    public int Failed { get; }

    /// <summary>Items that failed or were made.</summary>
    public int Finished { get; }
}
