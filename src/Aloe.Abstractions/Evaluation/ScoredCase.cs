namespace Aloe;

/// <summary>The conversation of one benchmark case.</summary>
/// <param name="Case">Which case.</param>
/// <param name="Turns">The scored turns in order.</param>
public sealed record ScoredCase(BenchmarkCase Case, IReadOnlyList<ScoredTurn> Turns);
