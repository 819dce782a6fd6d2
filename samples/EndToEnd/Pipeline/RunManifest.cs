using System.Reflection;
using System.Runtime.InteropServices;

namespace Aloe.Samples.EndToEnd.Pipeline;

/// <summary>The content of <c>manifest.json</c>: what made the files of a run, and their hashes.</summary>
/// <param name="SchemaVersion">1.</param>
/// <param name="Participants"><c>simulated</c>, or the provider and its models.</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Settings">Every option and recipe number the results depend on; prompts and base model by hash.</param>
/// <param name="Concurrency">Of the process that finished the run; results do not depend on it.</param>
/// <param name="Packages">Version by library, of those that decide results.</param>
/// <param name="Runtime">.NET and operating system.</param>
/// <param name="Files">SHA-256 by file, relative to the run folder.</param>
internal sealed record RunManifest(
    int SchemaVersion,
    string Participants,
    long Seed,
    IReadOnlyDictionary<string, string> Settings,
    int Concurrency,
    IReadOnlyDictionary<string, string> Packages,
    string Runtime,
    IReadOnlyDictionary<string, string> Files)
{
    private static readonly IReadOnlyList<string> Libraries =
    [
        "Aloe.Abstractions", "Aloe.Core", "Aloe.Embeddings.MiniLm", "Aloe.Simulation", "Aloe.TorchSharp", "Microsoft.Extensions.AI",
        "Microsoft.Extensions.AI.OpenAI", "Microsoft.ML.OnnxRuntime", "OllamaSharp", "ScottPlot", "TorchSharp",
    ];

    public static RunManifest Of(string participants, RunOptions options, RunSettings settings, IEnumerable<KeyValuePair<string, string>> files) => new(
        1,
        participants,
        options.Seed,
        settings.Values,
        options.Concurrency,
        Libraries.ToDictionary(static name => name, VersionOf),
        $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}",
        new SortedDictionary<string, string>(files.ToDictionary(), StringComparer.Ordinal));

    private static string VersionOf(string library)
    {
        var assembly = Assembly.Load(new AssemblyName(library));
        return assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? assembly.GetName().Version!.ToString();
    }
}
