namespace Aloe.Runs;

/// <summary>The files of a run, beside the one with its results.</summary>
/// <param name="Results">The results, in the order of the items.</param>
internal sealed record RunFiles(string Results)
{
    private string Stem => Path.Combine(Folder, Path.GetFileNameWithoutExtension(Results));

    public string Folder => Path.GetDirectoryName(Results)!;

    /// <summary>What the run was begun with.</summary>
    public string Manifest => $"{Stem}.run.json";

    /// <summary>Held by the process that works on the run.</summary>
    public string Lock => $"{Stem}.lock";

    /// <summary>Folder of the journal.</summary>
    public string Calls => $"{Stem}.calls";

    /// <summary>Results of items that failed before, until they are put in their places.</summary>
    public string Retried => $"{Stem}.retried.jsonl";

    /// <summary>How a pool grew.</summary>
    public string Growth => $"{Stem}.growth.jsonl";

    /// <summary>Items that could not be made.</summary>
    public string Failed => Path.Combine(Folder, "failed.jsonl");
}
