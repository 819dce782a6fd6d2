namespace Aloe.Samples.EvaluateAssistant;

/// <summary>The files of an evaluation; the reports beside them are the SDK's.</summary>
internal sealed class EvaluateFiles(string folder)
{
    public string Folder => folder;

    /// <summary>Every conversation, as soon as it is over.</summary>
    public string Cases => In("cases.jsonl");

    /// <summary>The result of all.</summary>
    public string Result => In("result.json");

    /// <summary>What the run has used so far.</summary>
    public string Usage => In("usage.json");

    private string In(string name) => Path.Combine(folder, name);
}
