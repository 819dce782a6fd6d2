namespace Aloe;

/// <summary>A reply that a gate rejected.</summary>
/// <param name="Gate">Name of the gate.</param>
/// <param name="Reply">0-based place, in the turn's ranking, of the reply that was asked for: of the rejected text itself if it was kept, else of the one that took its place.</param>
/// <param name="IsKept">The text is in the tree, because asking again did not help.</param>
public sealed record GateHit(string Gate, int Reply, bool IsKept);
