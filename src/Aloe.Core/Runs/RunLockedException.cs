namespace Aloe.Runs;

/// <summary>Another process works on the run.</summary>
public sealed class RunLockedException : IOException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The lock file.</param>
    /// <param name="holder">Who holds it: process, machine, since when.</param>
    /// <param name="innerException">What the operating system said.</param>
    public RunLockedException(string path, string holder, Exception? innerException = null)
        : base($"{path} is held by {holder}. Wait until it has finished, or stop it.", innerException)
        => Holder = holder;

    /// <summary>Who holds it: process, machine, since when.</summary>
    public string Holder { get; }
}
