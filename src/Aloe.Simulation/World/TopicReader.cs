using Aloe.Randomness;

namespace Aloe.Simulation.World;

/// <summary>Tells what a sentence is about by the table of topics.</summary>
internal static class TopicReader
{
    private static readonly WordTable Table = WordTable.Load("topics");
    private static readonly string[] Topics = [.. Table.Sections];
    private static readonly (string Phrase, string Topic)[] Phrases = ReadTable();
    private static readonly PhraseIndex Index = new(Phrases.Select(entry => entry.Phrase));

    /// <summary>The topic, such as "your music"; null where the table has none for it.</summary>
    public static string? Of(string sentence)
        => Index.In(Words.Line(sentence)) is { Count: > 0 } found ? Phrases[found.Min].Topic : null;

    /// <summary>Any topic of the table.</summary>
    public static string Any(SeededRandom random) => random.Pick(Topics);

    /// <summary>Longest first: "drives a long-distance truck" is about the job, not about wheels.</summary>
    private static (string Phrase, string Topic)[] ReadTable() =>
    [
        .. Topics
            .SelectMany(topic => Table[topic].Select(phrase => (Phrase: Words.Line(phrase), Topic: topic)))
            .OrderByDescending(entry => entry.Phrase.Length)
            .ThenBy(entry => entry.Phrase, StringComparer.Ordinal),
    ];
}
