namespace Aloe.Evaluation;

/// <summary>What a person says of a reply.</summary>
/// <param name="Case">Id of the case.</param>
/// <param name="Turn">1-based turn.</param>
/// <param name="Score">1 to 5. Several people may score the same reply.</param>
public sealed record HumanScore(string Case, int Turn, double Score);
