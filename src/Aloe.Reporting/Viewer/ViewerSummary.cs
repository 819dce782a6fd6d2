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
            tree.Turns.Count - TrunkLength(tree),
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

    private static int TrunkLength(ViewerTree tree)
    {
        var length = 1;
        var last = tree.Turns[0];
        foreach (var turn in tree.Turns.Skip(1))
        {
            if (turn.Parent is [var number, var reply] && number == last.Number && reply == last.Trunk)
            {
                (last, length) = (turn, length + 1);
            }
        }

        return length;
    }
}
