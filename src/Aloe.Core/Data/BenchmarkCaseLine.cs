namespace Aloe.Data;

/// <summary>A case as users write it, one a line.</summary>
internal sealed record BenchmarkCaseLine(string Id, string Profile, string Personality);
