using Aloe.Randomness;

namespace Aloe.Evaluation;

/// <summary>The control of <see cref="EvaluationControl.ShuffledPersonas"/>: which other person the judge is shown.</summary>
internal static class ShuffledPersonas
{
    /// <summary>For each case, by its id, another one with another profile and another personality, drawn from the seed.</summary>
    /// <exception cref="ArgumentException">A case has no such other one.</exception>
    public static IReadOnlyDictionary<string, BenchmarkCase> Of(Benchmark benchmark, long seed) => benchmark.Cases.ToDictionary(
        one => one.Id,
        one => benchmark.Cases.Where(other => Differ(one, other)).ToList() is { Count: > 0 } others
            ? SeededRandom.For(seed, one.Id, "control").Pick(others)
            : throw new ArgumentException(
                $"{nameof(EvaluationControl.ShuffledPersonas)} needs, for every case, one with another profile and another personality; for {one.Id}, {benchmark} has none.", nameof(benchmark)));

    private static bool Differ(BenchmarkCase one, BenchmarkCase other)
        => one.ProfileId != other.ProfileId
            && one.PersonalityId != other.PersonalityId
            && one.Persona.Profile != other.Persona.Profile
            && one.Persona.Personality != other.Persona.Personality;
}
