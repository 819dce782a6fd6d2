using System.Globalization;
using System.Reflection;
using Aloe.Data;

namespace Aloe.Evaluation;

/// <summary>The cases that models are tested on: the built-in ones, or your own.</summary>
/// <remarks>Thread-safe.</remarks>
public static class AloeBenchmark
{
    private const int PersonalitiesPerProfile = 5;

    private static readonly Lazy<IReadOnlyList<string>> BuiltInProfiles = new(() => ReadResource("benchmark-profiles.jsonl"));
    private static readonly Lazy<IReadOnlyList<string>> BuiltInPersonalities = new(() => ReadResource("benchmark-personalities.jsonl"));
    private static readonly Lazy<Benchmark> BuiltIn = new(() => FromTexts(Profiles, Personalities, name: "aloe-100"));

    /// <summary>The built-in benchmark, <c>aloe-100</c> version 1: 20 profiles × 5 personalities = 100 cases, <c>profile01-personality1</c> and so on.</summary>
    public static Benchmark Aloe100 => BuiltIn.Value;

    /// <summary>The profiles of <see cref="Aloe100"/>; keep training data clear of them.</summary>
    public static IReadOnlyList<string> Profiles => BuiltInProfiles.Value;

    /// <summary>The personalities of <see cref="Aloe100"/>; keep training data clear of them.</summary>
    public static IReadOnlyList<string> Personalities => BuiltInPersonalities.Value;

    /// <summary>Makes cases from texts: every profile meets a number of personalities.</summary>
    /// <param name="profiles">Facts; at least one.</param>
    /// <param name="personalities">Traits; at least <paramref name="perProfile"/>.</param>
    /// <param name="perProfile">Personalities that each profile meets. <value>Default: 5. Range: at least 1.</value></param>
    /// <param name="choice">Which personalities, where there are more. <value>Default: <see cref="PersonalityChoice.InTurn"/>.</value></param>
    /// <param name="name">Name of the benchmark. <value>Default: <c>custom</c>.</value></param>
    /// <param name="version">Its version. <value>Default: 1.</value></param>
    /// <returns>Profile by profile; ids name the 1-based numbers of both texts.</returns>
    /// <exception cref="ArgumentException">There are too few texts, one is empty, or one occurs twice.</exception>
    public static Benchmark FromTexts(
        IReadOnlyList<string> profiles,
        IReadOnlyList<string> personalities,
        int perProfile = PersonalitiesPerProfile,
        PersonalityChoice choice = PersonalityChoice.InTurn,
        string name = "custom",
        string version = "1")
    {
        CheckTexts(profiles, 1, nameof(profiles));
        CheckTexts(personalities, Require.AtLeast(perProfile, 1, nameof(perProfile)), nameof(personalities));
        var drawnFrom = Require.Defined(choice, nameof(choice)) == PersonalityChoice.First ? perProfile : personalities.Count;
        var cases = new List<BenchmarkCase>(profiles.Count * perProfile);
        for (var i = 0; i < profiles.Count * perProfile; i++)
        {
            var (profile, personality) = (i / perProfile, i % drawnFrom);
            var (profileId, personalityId) = ($"profile{Number(profile, profiles.Count)}", $"personality{Number(personality, personalities.Count)}");
            cases.Add(new BenchmarkCase($"{profileId}-{personalityId}", Persona.Create(profiles[profile], personalities[personality])) { ProfileId = profileId, PersonalityId = personalityId });
        }

        return new Benchmark(name, version, cases);
    }

    /// <summary>Makes cases from two files of JSON strings. For the reference's <c>profile_eval.jsonl</c> and <c>personality_eval.jsonl</c>, <see cref="PersonalityChoice.First"/> gives the cases of the paper. See <see cref="FromTexts"/>.</summary>
    /// <param name="profilesPath">One JSON string per line; several on a line and blank lines are tolerated.</param>
    /// <param name="personalitiesPath">The same.</param>
    /// <param name="perProfile">Personalities that each profile meets. <value>Default: 5. Range: at least 1.</value></param>
    /// <param name="choice">Which personalities, where there are more. <value>Default: <see cref="PersonalityChoice.InTurn"/>.</value></param>
    /// <param name="name">Name of the benchmark. <value>Default: <c>custom</c>.</value></param>
    /// <param name="version">Its version. <value>Default: 1.</value></param>
    /// <exception cref="FileNotFoundException">A file does not exist.</exception>
    /// <exception cref="DataFormatException">A file holds something else than JSON strings; the message names file and line.</exception>
    /// <exception cref="ArgumentException">There are too few texts, one is empty, or one occurs twice.</exception>
    public static Benchmark FromFiles(
        string profilesPath,
        string personalitiesPath,
        int perProfile = PersonalitiesPerProfile,
        PersonalityChoice choice = PersonalityChoice.InTurn,
        string name = "custom",
        string version = "1")
        => FromTexts(ReadFile(profilesPath), ReadFile(personalitiesPath), perProfile, choice, name, version);

    /// <summary>Reads cases of your own, one a line: <c>{"id":…,"profile":…,"personality":…}</c>. Cases with the same profile, or the same personality, to the letter share its id.</summary>
    /// <param name="path">The file; blank lines are tolerated.</param>
    /// <param name="name">Name of the benchmark. <value>Default: <c>custom</c>.</value></param>
    /// <param name="version">Its version. <value>Default: 1.</value></param>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    /// <exception cref="DataFormatException">A line is no case, or its id has occurred before; the message names file, line and field.</exception>
    public static Benchmark FromCases(string path, string name = "custom", string version = "1")
    {
        Require.Text(path);
        var cases = new List<BenchmarkCase>();
        var (ids, profiles, personalities) = (new HashSet<string>(), new Dictionary<string, string>(), new Dictionary<string, string>());
        using var stream = File.OpenRead(path);
        var lines = new JsonLineReader(stream, path);
        while (lines.Next() is { } line)
        {
            var (id, profile, personality) = line.Parse(DataJsonContext.Default.BenchmarkCaseLine);
            line.RequireText(id, "id");
            line.RequireText(profile, "profile");
            line.RequireText(personality, "personality");
            line.Require(ids.Add(id), "id", $"{id} has occurred before.");
            cases.Add(new BenchmarkCase(id, Persona.Create(profile, personality)) { ProfileId = IdOf(profile, profiles, "profile"), PersonalityId = IdOf(personality, personalities, "personality") });
        }

        return cases.Count > 0 ? new Benchmark(name, version, cases) : throw new DataFormatException(path, 0, null, "holds no case.");
    }

    /// <summary>Numbers texts in the order in which they occur first.</summary>
    private static string IdOf(string text, Dictionary<string, string> known, string kind)
    {
        known.TryAdd(text, $"{kind}{known.Count + 1}");
        return known[text];
    }

    private static void CheckTexts(IReadOnlyList<string> texts, int atLeast, string name)
    {
        ArgumentNullException.ThrowIfNull(texts, name);
        if (texts.Count < atLeast)
        {
            throw new ArgumentException($"At least {atLeast} {name} are needed; there are {texts.Count}.", name);
        }

        var seen = new HashSet<string>(texts.Count);
        for (var i = 0; i < texts.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(texts[i]) || !seen.Add(texts[i]))
            {
                throw new ArgumentException($"Text {i + 1} of the {name} is empty or has occurred before.", name);
            }
        }
    }

    private static string Number(int index, int count)
        => (index + 1).ToString(CultureInfo.InvariantCulture).PadLeft(count.ToString(CultureInfo.InvariantCulture).Length, '0');

    private static IReadOnlyList<string> ReadFile(string path)
    {
        Require.Text(path);
        using var stream = File.OpenRead(path);
        return new TextPoolFormat().Read(stream, path);
    }

    private static IReadOnlyList<string> ReadResource(string name)
    {
        var resource = $"Aloe.Resources.{name}";
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"This build of Aloe.Core lacks its resource {resource}.");
        return new TextPoolFormat().Read(stream, resource);
    }
}
