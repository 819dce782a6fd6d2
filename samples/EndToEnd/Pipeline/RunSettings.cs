using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aloe.Prompts;

namespace Aloe.Samples.EndToEnd.Pipeline;

/// <summary>Everything a run's results depend on, as names and values that can be compared, stored and shown.</summary>
internal sealed class RunSettings
{
    private const string FileName = $"{RunFolder.State}/settings.json";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    private readonly SortedDictionary<string, string> _values;

    private RunSettings(SortedDictionary<string, string> values) => _values = values;

    /// <summary>Name and value; options of the command line bear their own names.</summary>
    public IReadOnlyDictionary<string, string> Values => _values;

    /// <param name="options">The command line.</param>
    /// <param name="baseModel">Fingerprint of the base model.</param>
    public static RunSettings Of(RunOptions options, string baseModel)
    {
        var recipe = options.Recipe();
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["--seed"] = options.Seed.ToString(),
            ["--quick"] = options.Quick ? "yes" : "no",
            ["--trees"] = recipe.Trees.ToString(),
            ["--personas"] = recipe.Personas.ToString(),
            ["--cases"] = recipe.Cases.ToString(),
            ["--people"] = options.Benchmark().ToString(),
            ["--device"] = options.Device,
            ["--provider"] = options.Provider.Name,
            ["base model"] = baseModel,
            ["prompts"] = PromptSet.Default.Fingerprint(),
            ["version"] = Version,
        };
        if (!options.Provider.IsSimulated)
        {
            values["--model"] = options.Provider.Model!;
            values["--endpoint"] = options.Provider.Endpoint?.ToString() ?? "default";
            foreach (var (role, model) in options.Provider.RoleModels)
            {
                values[$"--{role}-model"] = model;
            }
        }

        // The base model counts by its hash, and some numbers are options.
        var numbers = JsonSerializer.SerializeToNode(recipe)!.AsObject();
        foreach (var name in (string[])[nameof(recipe.Base), nameof(recipe.Trees), nameof(recipe.Personas), nameof(recipe.Cases)])
        {
            numbers.Remove(name);
        }

        Flatten("recipe", numbers, values);
        return new RunSettings(values);
    }

    /// <summary>Version of the Aloe packages this program was built with.</summary>
    public static string Version { get; } = typeof(Persona).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public string Fingerprint => Pipeline.Fingerprint.OfText(_values.Select(pair => $"{pair.Key}={pair.Value}"));

    /// <summary>Marks a new folder with these settings, or checks that they are the ones it was started with.</summary>
    /// <exception cref="UsageException">The folder was started with other settings; the message shows the difference.</exception>
    public void Claim(RunFolder folder, string shownName)
    {
        var path = folder.PathOf(FileName);
        if (!File.Exists(path))
        {
            AtomicFile.WriteAllText(path, JsonSerializer.Serialize(_values, Json));
            return;
        }

        var before = JsonSerializer.Deserialize<SortedDictionary<string, string>>(File.ReadAllText(path))!;
        var differences = before.Keys.Union(_values.Keys)
            .Where(name => before.GetValueOrDefault(name) != _values.GetValueOrDefault(name))
            .OrderBy(name => name.StartsWith("--", StringComparison.Ordinal) ? 0 : 1).ThenBy(name => name, StringComparer.Ordinal)
            .ToList();
        if (differences.Count > 0)
        {
            // The recipe follows from the options: its numbers are worth showing only where no option differs.
            var shown = differences.Where(name => name.StartsWith("--", StringComparison.Ordinal)).DefaultIfEmpty(differences[0])
                .Select(name => $"{name} {before.GetValueOrDefault(name) ?? "not set"}, now {_values.GetValueOrDefault(name) ?? "not set"}");
            throw new UsageException($"'{shownName}' was started with other options ({string.Join("; ", shown)}): repeat those, or use another --out.");
        }
    }

    private static void Flatten(string name, JsonNode? node, SortedDictionary<string, string> values)
    {
        if (node is JsonObject properties)
        {
            foreach (var (key, value) in properties)
            {
                Flatten($"{name}.{char.ToLowerInvariant(key[0])}{key[1..]}", value, values);
            }
        }
        else
        {
            values[name] = node?.ToString() ?? "none";
        }
    }
}
