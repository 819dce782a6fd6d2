namespace Aloe.Reporting.Viewer;

/// <summary>A line of the viewer's list: enough to show and filter it without its tree.</summary>
/// <param name="Id">Id of the tree.</param>
/// <param name="Title">How the conversation begins.</param>
/// <param name="Chunk">The chunk that the tree lies in.</param>
/// <param name="Turns">Turns, those of branches included.</param>
/// <param name="Ties">Turns without a preference.</param>
/// <param name="Branches">Turns off the trunk.</param>
/// <param name="Notes">Turns with notes.</param>
internal sealed record ViewerSummary(string Id, string Title, int Chunk, int Turns, int Ties, int Branches, int Notes)
{
    private const int TitleLength = 90;

    public static ViewerSummary Of(ViewerTree tree, int chunk)
        => new(
            tree.Id,
            Shortened(tree.Turns[0].User),
            chunk,
            tree.Turns.Count,
            tree.Turns.Count(turn => turn.Tie),
            tree.Turns.Count - TrunkLength(tree.Turns),
            tree.Turns.Count(turn => turn.Notes.Count > 0));

    private static string Shortened(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= TitleLength)
        {
            return line;
        }

        // Not between the halves of a surrogate pair.
        var end = char.IsHighSurrogate(line[TitleLength - 1]) ? TitleLength - 1 : TitleLength;
        return line[..end] + "…";
    }

    private static int TrunkLength(IReadOnlyList<ViewerTurn> turns)
    {
        // The trunk has the first turns, each of which answers the trunk reply of the one before.
        var length = 1;
        while (length < turns.Count && turns[length].Parent is [var turn, var place] && turn == turns[length - 1].Number && place == turns[length - 1].Trunk)
        {
            length++;
        }

        return length;
    }
}
