using Microsoft.Extensions.AI;

namespace Aloe.Evaluators.Tests;

/// <summary>A short conversation with a person.</summary>
internal static class Dialogue
{
    public static readonly PersonaContext Persona = new(Aloe.Persona.Create("She plays the oboe. She has two brothers.", "She keeps it short. She likes a joke."));

    public static readonly ChatMessage[] Messages = [new(ChatRole.User, "Rehearsal again tonight.")];

    public static readonly ChatResponse Response = new(new ChatMessage(ChatRole.Assistant, "Break a reed! What is on?"));

    /// <summary>A conversation of some turns; what the assistant said last is the response.</summary>
    public static (IReadOnlyList<ChatMessage> Messages, ChatResponse Response) Of(int turns) =>
    (
        [.. Enumerable.Range(1, turns).SelectMany(turn => (ChatMessage[])[new(ChatRole.User, $"message {turn}"), new(ChatRole.Assistant, $"reply {turn}")]).SkipLast(1)],
        new ChatResponse(new ChatMessage(ChatRole.Assistant, $"reply {turns}"))
    );
}
