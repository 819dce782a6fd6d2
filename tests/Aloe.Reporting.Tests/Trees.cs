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

    /// <summary>Three replies a turn; turns 1 and 2 are the trunk, 3 and 4 branch off the rejected reply of turn 1.</summary>
    public static ConversationTree Branched()
    {
        Turn Ranked(int number, TurnParent? parent) => Turn(1, number) with { Between = [new Reply($"A middling reply {number}.", ReplySource.Informed)], Trunk = ReplyKind.Preferred, Parent = parent };
        var gated = Ranked(2, null) with { Notes = new TurnNotes { Gates = [new GateHit("length", 1, IsKept: true)] } };
        return new ConversationTree("branched", Of(1).Persona, [Ranked(1, null), gated, Ranked(3, new TurnParent(1, 2)), Ranked(4, new TurnParent(3, 0))]);
    }

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
