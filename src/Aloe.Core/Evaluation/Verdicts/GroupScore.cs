namespace Aloe.Evaluation;

/// <summary>Mean score of the cases that share a profile or a personality.</summary>
/// <param name="Id">Which profile or personality.</param>
/// <param name="Cases">Cases with at least one score.</param>
/// <param name="Average">Mean over cases and turns.</param>
public sealed record GroupScore(string Id, int Cases, double Average);
