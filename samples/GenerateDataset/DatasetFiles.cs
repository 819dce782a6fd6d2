namespace Aloe.Samples.GenerateDataset;

/// <summary>The files of a run.</summary>
internal sealed class DatasetFiles(string folder)
{
    public string Folder => folder;

    public string Personas => In("personas.jsonl");

    public string Trees => In("trees.jsonl");

    /// <summary>Folder of the training files.</summary>
    public string Training => In("training");

    /// <summary>The trees as a page.</summary>
    public string Viewer => In("viewer.html");

    /// <summary>The data set summed up, <c>.md</c> and <c>.html</c>.</summary>
    public string Card => In("card");

    /// <summary>How the profiles grew, and which are nearly the same.</summary>
    public string PoolReport => In("profiles.html");

    /// <summary>How the judge decided, what was revealed, gates, lengths.</summary>
    public string Statistics => In("run-report.json");

    /// <summary>Counts and usage, as in the line that the run ends with.</summary>
    public string Counts => In("counts.json");

    /// <summary>What the run has used so far.</summary>
    public string Usage => In("usage.json");

    public string Lock => In(".lock");

    public string PoolOf(PersonaTextKind kind) => In(kind == PersonaTextKind.Profile ? "profiles.jsonl" : "personalities.jsonl");

    private string In(string name) => Path.Combine(folder, name);
}
