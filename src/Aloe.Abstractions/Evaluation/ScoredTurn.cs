namespace Aloe;

/// <summary>One turn of a benchmark conversation.</summary>
/// <param name="Number">1-based turn.</param>
/// <param name="User">The user's message.</param>
/// <param name="Reply">The reply of the model under test.</param>
/// <param name="Score">The judge's scores; null when the judge gave no readable answer.</param>
public sealed record ScoredTurn(int Number, string User, string Reply, TurnScore? Score);
