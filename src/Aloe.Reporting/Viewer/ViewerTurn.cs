namespace Aloe.Reporting.Viewer;

/// <summary>A turn as the viewer reads it: replies best first, the trunk as a place among them, and turn and place of the reply that it answers (null for the first).</summary>
internal sealed record ViewerTurn(
    int Number,
    IReadOnlyList<int>? Parent,
    string User,
    IReadOnlyList<ViewerReply> Replies,
    int Trunk,
    bool Tie,
    IReadOnlyList<string> Facts,
    IReadOnlyList<string> Traits,
    IReadOnlyList<string> Notes)
{
    public static ViewerTurn From(Turn turn, TurnParent? parent) => new(
        turn.Number,
        parent is null ? null : [parent.Turn, parent.Place],
        turn.User,
        [.. turn.Replies.Select(reply => new ViewerReply(reply.Text, reply.Source == ReplySource.Informed))],
        turn.TrunkPlace,
        turn.IsTie,
        turn.Revealed.Facts,
        turn.Revealed.Traits,
        [.. NotesOf(turn.Notes)]);

    /// <summary>What is worth telling of how the turn was made, in words.</summary>
    private static IEnumerable<string> NotesOf(TurnNotes notes)
    {
        foreach (var hit in notes.Gates)
        {
            yield return $"gate {hit.Gate} rejected reply {hit.Reply + 1}{(hit.IsKept ? ", kept after all" : "")}";
        }

        if (notes.Invented > 0)
        {
            yield return $"{notes.Invented} invented, dropped";
        }

        if (notes.RepairRounds > 0)
        {
            yield return $"{notes.RepairRounds} repair rounds";
        }

        if (notes.Unreadable > 0)
        {
            yield return $"{notes.Unreadable} answers unreadable";
        }

        var opinions = notes.Verdicts.Where(verdict => verdict.Winner is not null)
            .GroupBy(verdict => (Math.Min(verdict.First, verdict.Second), Math.Max(verdict.First, verdict.Second)), verdict => verdict.Winner)
            .Where(winners => winners.Distinct().Count() > 1);
        foreach (var pair in opinions)
        {
            yield return $"judge disagreed with itself on replies {pair.Key.Item1 + 1} and {pair.Key.Item2 + 1}";
        }
    }
}
