namespace Aloe.Reporting.Documents;

/// <summary>A conversation with one person to read, as one assistant held it or several side by side.</summary>
/// <param name="Anchor">Unique in its page; letters, digits and hyphens.</param>
/// <param name="Title">Which conversation.</param>
/// <param name="Persona">Who the user is.</param>
/// <param name="Sides">The assistants, all with the same number of turns.</param>
/// <param name="Notes">What else there is to know.</param>
internal sealed record Conversation(string Anchor, string Title, Persona Persona, IReadOnlyList<ConversationSide> Sides, IReadOnlyList<string> Notes);
