using System.Reflection;
using Aloe.Data;

namespace Aloe.Personas;

/// <summary>The hand-written texts from which persona pools are grown.</summary>
/// <remarks>Immutable and thread-safe; read once, at first use.</remarks>
public static class SeedPersonas
{
    private static readonly Lazy<IReadOnlyList<string>> LazyProfiles = new(() => Read("seed-profiles"));
    private static readonly Lazy<IReadOnlyList<string>> LazyPersonalities = new(() => Read("seed-personalities"));

    /// <summary>Seed profiles: facts only.</summary>
    public static IReadOnlyList<string> Profiles => LazyProfiles.Value;

    /// <summary>Seed personalities: traits only.</summary>
    public static IReadOnlyList<string> Personalities => LazyPersonalities.Value;

    private static IReadOnlyList<string> Read(string name)
    {
        var resource = $"Aloe.Resources.{name}.jsonl";
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"This build of Aloe.Core lacks its resource {resource}.");
        return new TextPoolFormat().Read(stream, resource);
    }
}
