using System.Text.Json;
using Aloe.Data;

namespace Aloe.Runs;

/// <summary>What a run was begun with: everything that decides its results, as names and values.</summary>
internal sealed record RunManifest(int SchemaVersion, string Kind, string Version, SortedDictionary<string, string> Settings)
{
    private const int CurrentSchema = 1;

    public static RunManifest Of(string kind, IEnumerable<KeyValuePair<string, string>> settings)
        => new(CurrentSchema, kind, typeof(RunManifest).Assembly.GetName().Version?.ToString(3) ?? "0", new SortedDictionary<string, string>(settings.ToDictionary(), StringComparer.Ordinal));

    /// <exception cref="DataFormatException">The file holds something else.</exception>
    private static RunManifest Read(string path)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(File.ReadAllBytes(path), RunJsonContext.Default.RunManifest) ?? throw new DataFormatException(path, 0, null, "null is no manifest.");
            return manifest.SchemaVersion == CurrentSchema
                ? manifest
                : throw new DataFormatException(path, 0, "schemaVersion", $"is {manifest.SchemaVersion}; this version of Aloe reads {CurrentSchema}.");
        }
        catch (JsonException failure)
        {
            throw new DataFormatException(path, 0, failure.Path, failure.Message, failure);
        }
    }

    /// <summary>Checks a run against what it was begun with, and writes that down where it begins.</summary>
    /// <param name="files">The files of the run.</param>
    /// <param name="hasBegun">Something of the run is there that must not be mixed with anything else.</param>
    /// <exception cref="RunDiffersException">The run was begun with something else.</exception>
    public async Task CheckAsync(RunFiles files, bool hasBegun)
    {
        IReadOnlyList<string> differences = File.Exists(files.Manifest) ? Read(files.Manifest).DifferencesTo(this) : [$"{Path.GetFileName(files.Manifest)} is missing"];
        if (hasBegun && differences.Count > 0)
        {
            throw new RunDiffersException(files.Results, differences);
        }

        await WriteAsync(files.Manifest).ConfigureAwait(false);
    }

    private Task WriteAsync(string path)
        => AtomicFile.WriteAsync(path, stream => JsonSerializer.SerializeAsync(stream, this, RunJsonContext.Default.RunManifest));

    /// <summary>What differs, such as <c>seed: 1 before, 2 now</c>; empty if nothing does. The version of the package is told and not compared.</summary>
    private IReadOnlyList<string> DifferencesTo(RunManifest now)
    {
        string Before(string name) => Settings.GetValueOrDefault(name) ?? "not set";
        string Now(string name) => now.Settings.GetValueOrDefault(name) ?? "not set";
        var names = Settings.Keys.Union(now.Settings.Keys).Where(name => Before(name) != Now(name)).Order(StringComparer.Ordinal);
        var differences = names.Select(name => $"{name}: {Before(name)} before, {Now(name)} now");
        return [.. Kind == now.Kind ? [] : (string[])[$"kind: {Kind} before, {now.Kind} now"], .. differences];
    }
}
