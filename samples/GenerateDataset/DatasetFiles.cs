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

    /// <summary>Counts and usage, as in the line that the run ends with.</summary>
    public string Report => In("run-report.json");

    /// <summary>What the run was started with.</summary>
    public string Manifest => In("dataset.json");

    /// <summary>What the run has used so far.</summary>
    public string Usage => In("usage.json");

    /// <summary>The author's answers.</summary>
    public string AuthorAnswers => In("author.cache");

    public string Lock => In(".lock");

    public string PoolOf(PersonaTextKind kind) => In(kind == PersonaTextKind.Profile ? "profiles.jsonl" : "personalities.jsonl");

    private string In(string name) => Path.Combine(folder, name);
}
