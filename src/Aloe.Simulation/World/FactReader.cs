using Aloe.Randomness;

namespace Aloe.Simulation.World;

/// <summary>Reads the facts out of a profile.</summary>
internal static class FactReader
{
    public static List<Fact> Read(string profile) => [.. Words.Sentences(profile).Select(ReadSentence).OfType<Fact>()];

    /// <summary>The facts that a message is about: those it tells, else those it touches on.</summary>
    public static List<Fact> In(string message, IReadOnlyList<Fact> facts)
    {
        var words = WordSet(message);
        var told = facts.Where(fact => fact.IsToldIn(words)).ToList();
        return told.Count > 0 ? told : [.. facts.Where(fact => fact.IsTouchedIn(words))];
    }

    /// <summary>Something to come back to: what a fact is about that was told before the current message; null where there is none.</summary>
    public static string? EarlierTopic(IReadOnlyList<Fact> facts, IReadOnlyList<Fact> current, IEnumerable<string> before, SeededRandom random)
    {
        var words = WordSet(string.Join(' ', before));
        var told = facts.Where(fact => fact.IsToldIn(words) && current.All(other => other.TopicWord != fact.TopicWord)).ToList();
        return told.Count > 0 ? random.Pick(told).Topic : null;
    }

    public static IReadOnlySet<string> WordSet(string text) => Words.Of(text).Select(Words.Normalize).ToHashSet(StringComparer.Ordinal);

    private static Fact? ReadSentence(string sentence)
    {
        var bare = sentence.TrimEnd('.', '!', '?', ' ');
        var written = bare.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var normalized = Array.ConvertAll(written, word => Words.Normalize(string.Concat(Words.Of(word))));
        var last = Array.FindLastIndex(normalized, word => word.Length > 0 && Words.IsContent(word));
        if (last < 0)
        {
            return null;
        }

        return new Fact(
            sentence,
            FirstPerson.Of(bare),
            TopicReader.Of(bare) ?? NamedTopic(written, normalized, last),
            normalized[last],
            normalized.Where(word => word.Length > 0 && Words.IsContent(word)).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>For a sentence that the table of topics does not know: its last content word.</summary>
    private static string NamedTopic(string[] written, string[] normalized, int last)
    {
        var word = written[last].Trim('"', ',', '(', ')');
        if (char.IsUpper(word[0]))
        {
            return word;
        }

        var previous = last > 0 ? normalized[last - 1] : "";
        var beforeThat = last > 1 ? normalized[last - 2] : "";
        if (previous.Length > 0 && Words.IsContent(previous) && IsDeterminer(beforeThat))
        {
            return $"the {written[last - 1]} {word}";
        }

        return word.EndsWith("ing", StringComparison.Ordinal) && !IsDeterminer(previous) ? word : $"the {word}";
    }

    private static bool IsDeterminer(string word) => word is "a" or "an" or "the" or "old" or "small" or "his" or "her" or "their";
}
