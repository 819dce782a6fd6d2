namespace Aloe.Reporting.Viewer;

/// <summary>A tree as the viewer reads it.</summary>
internal sealed record ViewerTree(string Id, ViewerPersona Persona, IReadOnlyList<ViewerTurn> Turns)
{
    public static ViewerTree From(ConversationTree tree)
    {
        var turns = new List<ViewerTurn>(tree.Turns.Count);
        foreach (var turn in tree.Turns)
        {
            turns.Add(ViewerTurn.From(turn, turns.LastOrDefault()));
        }

        return new ViewerTree(tree.Id, new ViewerPersona(tree.Persona.Id, tree.Persona.Profile, tree.Persona.Personality), turns);
    }
}
