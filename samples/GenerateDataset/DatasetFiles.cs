namespace Aloe.Samples.GenerateDataset;

/// <summary>The files of a run.</summary>
internal sealed class DatasetFiles(string folder)
{
    public string Folder => folder;

    public string Profiles => Path.Combine(folder, "profiles.jsonl");

    public string Personalities => Path.Combine(folder, "personalities.jsonl");

    public string Personas => Path.Combine(folder, "personas.jsonl");

    public string Trees => Path.Combine(folder, "trees.jsonl");

    /// <summary>Folder of the training files.</summary>
    public string Training => Path.Combine(folder, "training");

    /// <summary>What the run has used so far.</summary>
    public string Usage => Path.Combine(folder, "usage.json");

    public string PoolOf(PersonaTextKind kind) => kind == PersonaTextKind.Profile ? Profiles : Personalities;
}
