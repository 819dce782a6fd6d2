namespace Aloe.Runs;

/// <summary>The files belong to a run that was begun with something else. They stay as they are.</summary>
public sealed class RunDiffersException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The file with the results of the run.</param>
    /// <param name="differences">What differs, such as <c>seed: 1 before, 2 now</c>.</param>
    public RunDiffersException(string path, IReadOnlyList<string> differences)
        : base($"{path} was begun with something else ({string.Join("; ", differences)}). Choose another folder, or delete the files of that run to begin anew.")
        => Differences = differences;

    /// <summary>What differs, such as <c>seed: 1 before, 2 now</c>.</summary>
    public IReadOnlyList<string> Differences { get; }
}
