namespace Aloe.Personalization;

/// <summary>A request of a user, from its beginning: what is forgotten meanwhile stays forgotten.</summary>
internal readonly struct UserTurn(InferenceQueue queue, UserLine line, CancellationToken forgotten) : IDisposable
{
    /// <summary>Puts the conversation with its reply in the queue.</summary>
    public void Post(IReadOnlyList<DialogueMessage> messages) => queue.Post(line, new Exchange(messages, Turns: 1, forgotten));

    public void Dispose() => queue.Leave(line);
}
