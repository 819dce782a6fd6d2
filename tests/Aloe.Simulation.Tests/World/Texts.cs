using System.Text.Json;
using Aloe.Prompts;

namespace Aloe.Simulation.Tests.World;

/// <summary>The built-in texts of Aloe.Core, and the held-out people of the simulated world.</summary>
internal static class Texts
{
    public static IReadOnlyList<string> BenchmarkProfiles { get; } = Read("benchmark-profiles");

    public static IReadOnlyList<string> BenchmarkPersonalities { get; } = Read("benchmark-personalities");

    public static IReadOnlyList<string> HeldOutProfiles { get; } = [.. SimulatedPeople.Benchmark.Cases.Select(one => one.Persona.Profile).Distinct()];

    public static IReadOnlyList<string> HeldOutPersonalities { get; } = [.. SimulatedPeople.Benchmark.Cases.Select(one => one.Persona.Personality).Distinct()];

    public static IReadOnlyList<string> SeedProfiles { get; } = Read("seed-profiles");

    public static IReadOnlyList<string> SeedPersonalities { get; } = Read("seed-personalities");

    private static string[] Read(string name)
    {
        using var stream = typeof(PromptSet).Assembly.GetManifestResourceStream($"Aloe.Resources.{name}.jsonl")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<string>(line)!)];
    }
}
