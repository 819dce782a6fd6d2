namespace Aloe.Evaluation;

/// <summary>What the averages leave out, and how far that could have moved them.</summary>
/// <param name="Scores">Scores that the judge did not give.</param>
/// <param name="ByCause">How many for which cause.</param>
/// <param name="FailedCases">Cases that were not played to their end.</param>
/// <param name="LowestAverage">The average if every missing score were 1.</param>
/// <param name="HighestAverage">The average if every missing score were 5.</param>
public sealed record MissingSummary(int Scores, IReadOnlyDictionary<MissingScoreCause, int> ByCause, int FailedCases, double LowestAverage, double HighestAverage);
