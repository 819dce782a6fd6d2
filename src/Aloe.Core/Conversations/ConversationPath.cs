namespace Aloe.Conversations;

/// <summary>A conversation as it stands: what was said, and what the user has revealed.</summary>
internal sealed class ConversationPath
{
    private readonly List<DialogueMessage> _messages = [];

    private ConversationPath(Persona persona) => (Facts, Traits) = (new PersonaPassages(persona.Profile), new PersonaPassages(persona.Personality));

    public IReadOnlyList<DialogueMessage> Messages => _messages;

    public PersonaPassages Facts { get; }

    public PersonaPassages Traits { get; }

    /// <summary>Nothing was said yet.</summary>
    public static ConversationPath Start(Persona persona) => new(persona);

    /// <summary>The conversation of a tree up to a reply.</summary>
    public static ConversationPath After(ConversationTree tree, Turn turn, int place)
    {
        var path = new ConversationPath(tree.Persona);
        path._messages.AddRange(tree.PromptOf(turn.Number));
        path.Add(DialogueRole.Assistant, turn.TextOf(place));
        foreach (var fact in turn.Revealed.Facts)
        {
            path.Facts.Reveal(fact);
        }

        foreach (var trait in turn.Revealed.Traits)
        {
            path.Traits.Reveal(trait);
        }

        return path;
    }

    public void Add(DialogueRole role, string text) => _messages.Add(new DialogueMessage(role, text));
}
