namespace Aloe;

/// <summary>A reply that a gate looks at, with what it answers.</summary>
/// <param name="Text">The reply, without white space around it; may be empty.</param>
/// <param name="Source">Which responder wrote it.</param>
/// <param name="Conversation">The conversation so far; the last message is the user's message that the reply answers.</param>
/// <param name="Persona">Who the user is.</param>
/// <param name="Revealed">What the user has revealed up to and including the last message.</param>
/// <param name="Others">The replies to the same message that come before this one.</param>
public sealed record ReplyCandidate(
    string Text,
    ReplySource Source,
    IReadOnlyList<DialogueMessage> Conversation,
    Persona Persona,
    RevealedPersona Revealed,
    IReadOnlyList<string> Others);
