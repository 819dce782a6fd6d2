namespace Aloe.Samples.EndToEnd.Report;

/// <summary>How much a run has made.</summary>
/// <param name="Profiles">Profiles in the pool.</param>
/// <param name="Personalities">Personalities in the pool.</param>
/// <param name="Personas">Combined personas.</param>
/// <param name="Trees">Conversation trees.</param>
/// <param name="Pairs">Decided preference pairs in them.</param>
/// <param name="Cases">Benchmark cases.</param>
internal sealed record RunCounts(int Profiles, int Personalities, int Personas, int Trees, int Pairs, int Cases);
