namespace Aloe.Data;

/// <summary>A line of <see cref="ScoredCaseFormat"/>.</summary>
internal sealed record ScoredCaseLine(int SchemaVersion, BenchmarkCase Case, IReadOnlyList<ScoredTurn> Turns, DriftCheck? Drift, string? JudgedAs);
