namespace Aloe.Simulation.World;

/// <summary>Finds what a message is about, for a reader who knows nothing of its writer.</summary>
internal static class MessageReader
{
    private static readonly HashSet<string> Phrases = Known();

    /// <summary>The topic of the first sentence that is no set phrase; null where there is none.</summary>
    public static string? Topic(string message)
        => Words.Sentences(message)
            .Where(sentence => !Phrases.Contains(Words.Line(sentence)) && !Cues.Read(Words.Line(sentence)).Any())
            .SelectMany(FactReader.Read)
            .FirstOrDefault()?.Topic;

    private static HashSet<string> Known()
    {
        var user = WordTable.Load("user");
        return [.. user.Sections.Where(section => section is "hello" or "react.question" or "react.other").SelectMany(section => user[section]).Select(Words.Line)];
    }
}
