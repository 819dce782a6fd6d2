namespace Aloe.Reporting.Tests;

/// <summary>Trees for pages, of texts that can be told apart.</summary>
internal static class Trees
{
    public static ConversationTree Of(int number, int turns = 10)
    {
        var persona = new Persona($"p-{number}", $"Plays the oboe. Lives in town {number}. Keeps bees.", "Is shy at first. Likes short answers.");
        return new ConversationTree($"tree-{number:D5}", persona, [.. Enumerable.Range(1, turns).Select(turn => Turn(number, turn))]);
    }

    public static IAsyncEnumerable<ConversationTree> Many(int count, int turns = 10) => Enumerable.Range(0, count).Select(number => Of(number, turns)).ToAsyncEnumerable();

    private static Turn Turn(int tree, int turn) => new(
        turn,
        turn == 1 ? $"Hello, this is conversation {tree} about something that was on my mind for a while now." : $"Message {turn} of conversation {tree}. {Filler(turn)}",
        $"A fitting reply {turn}. {Filler(turn + 3)}",
        $"A reply for somebody else {turn}. {Filler(turn + 7)}",
        (tree + turn) % 3 == 0 ? ReplyKind.Rejected : ReplyKind.Preferred,
        turn % 4 == 0 ? ReplySource.Uninformed : ReplySource.Informed,
        IsTie: tree % 5 == 0 && turn == 4,
        new RevealedPersona(turn < 2 ? [] : turn < 5 ? ["Plays the oboe."] : ["Plays the oboe.", "Keeps bees."], turn < 3 ? [] : ["Likes short answers."]));

    private static string Filler(int seed)
    {
        string[] words = ["garden", "weekend", "music", "travel", "quiet", "morning", "letters", "neighbour", "rain", "cooking", "bicycle", "winter", "market", "stairs"];
        return string.Join(' ', Enumerable.Range(0, 30).Select(i => words[((seed * 7) + (i * i) + (i * seed)) % words.Length])) + ".";
    }
}
