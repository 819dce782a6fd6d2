namespace Aloe.Evaluation.Statistics;

/// <summary>What was measured of one case.</summary>
/// <param name="Cluster">Names what cases share that makes them depend on each other, such as their profile.</param>
/// <param name="Values">One for each column; null is missing.</param>
public sealed record Observation(string Cluster, IReadOnlyList<double?> Values);
