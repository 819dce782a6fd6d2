namespace Aloe.Simulation.World;

/// <summary>Finds what a message is about and what it tells, for a reader who knows nothing of its writer.</summary>
internal static class MessageReader
{
    private static readonly WordTable Table = WordTable.Load("user", "cues");

    private static readonly HashSet<string> Phrases =
    [
        .. Table.Sections.Where(section => section is "hello" or "react.question" or "react.other").SelectMany(section => Table[section]).Select(Words.Line),
    ];

    /// <summary>What training data put before a fact, longest first; of other wordings the reader takes all words for part of the fact.</summary>
    private static readonly string[] Frames =
    [
        .. Table["fact"].Concat(Table["open.story"])
            .SelectMany(frame => Table["someone"].Select(someone => frame.Replace("<someone>", someone, StringComparison.Ordinal)))
            .Select(frame => frame[..frame.IndexOf("<f>", StringComparison.OrdinalIgnoreCase)])
            .Where(frame => frame.Length > 0)
            .Distinct()
            .OrderByDescending(frame => frame.Length),
    ];

    /// <summary>The topic of the first sentence that is no set phrase; null where there is none.</summary>
    public static string? Topic(string message) => Sentences(message).SelectMany(FactReader.Read).FirstOrDefault()?.Topic;

    /// <summary>What the writer states of themselves, in the first person.</summary>
    public static IEnumerable<string> Statements(string message)
        => Sentences(message).Where(sentence => sentence[^1] != '?').Select(Bare).Where(ThirdPerson.Fits);

    private static IEnumerable<string> Sentences(string message)
        => Words.Sentences(message).Where(sentence => !Phrases.Contains(Words.Line(sentence)) && !Cues.Read(Words.Line(sentence)).Any());

    private static string Bare(string sentence)
        => Array.Find(Frames, frame => sentence.StartsWith(frame, StringComparison.Ordinal)) is { } frame ? sentence[frame.Length..] : sentence;
}
