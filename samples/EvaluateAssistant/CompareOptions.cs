namespace Aloe.Samples.EvaluateAssistant;

/// <summary>What is compared, and where to.</summary>
internal sealed record CompareOptions(IReadOnlyList<string> Folders, string Out);
