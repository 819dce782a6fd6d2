namespace Aloe.Statistics;

/// <summary>How often a gate was hit.</summary>
/// <param name="Hits">Replies that it rejected.</param>
/// <param name="Kept">Those of them that are in the trees, because asking again did not help.</param>
public sealed record GateCount(long Hits, long Kept);
