using System.Reflection;

namespace Aloe.Samples.EndToEnd.Pipeline;

/// <summary>The content of <c>manifest.json</c>: what made the files of a run, and their hashes.</summary>
/// <param name="SchemaVersion">1.</param>
/// <param name="Participants"><c>simulated</c>, or the provider and its models.</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Settings">Every option and recipe number the results depend on; prompts by version and hash.</param>
/// <param name="Packages">Version by library, of those that decide results.</param>
/// <param name="Runtime">.NET and operating system.</param>
/// <param name="Files">SHA-256 by file, relative to the run folder.</param>
internal sealed record RunManifest(
    int SchemaVersion,
    string Participants,
    long Seed,
    IReadOnlyDictionary<string, string> Settings,
    IReadOnlyDictionary<string, string> Packages,
    string Runtime,
    IReadOnlyDictionary<string, string> Files)
{
    /// <summary>Versions of the Aloe packages and of what they compute with.</summary>
    public static SortedDictionary<string, string> PackageVersions()
    {
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        string[] beside = ["Microsoft.Extensions.AI", "Microsoft.ML.OnnxRuntime", "Microsoft.ML.Tokenizers", "TorchSharp", "FastBertTokenizer", "OllamaSharp", "OpenAI", "ScottPlot"];
        var references = Directory.EnumerateFiles(AppContext.BaseDirectory, "Aloe.*.dll").Select(Path.GetFileNameWithoutExtension).Concat(beside);
        foreach (var name in references)
        {
            if (File.Exists(Path.Combine(AppContext.BaseDirectory, $"{name}.dll")))
            {
                versions[name!] = VersionOf(name!);
            }
        }

        return versions;
    }

    private static string VersionOf(string assembly)
    {
        var loaded = Assembly.Load(new AssemblyName(assembly));
        return loaded.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? loaded.GetName().Version!.ToString();
    }
}
