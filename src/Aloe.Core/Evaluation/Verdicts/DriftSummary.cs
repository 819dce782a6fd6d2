namespace Aloe.Evaluation;

/// <summary>Whether the simulated users stayed who they are.</summary>
/// <param name="Average">Mean over cases, 1 to 5.</param>
/// <param name="Drifted">Ids of the cases with a score below 3.</param>
/// <param name="Missing">Cases without a score.</param>
public sealed record DriftSummary(double Average, IReadOnlyList<string> Drifted, int Missing);
