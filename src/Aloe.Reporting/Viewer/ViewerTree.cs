namespace Aloe.Reporting.Viewer;

/// <summary>A tree as the viewer reads it.</summary>
internal sealed record ViewerTree(string Id, ViewerPersona Persona, IReadOnlyList<ViewerTurn> Turns)
{
    public static ViewerTree From(ConversationTree tree) => new(
        tree.Id,
        new ViewerPersona(tree.Persona.Id, tree.Persona.Profile, tree.Persona.Personality),
        [.. tree.Turns.Select(turn => ViewerTurn.From(turn, tree.ParentOf(turn)))]);
}
