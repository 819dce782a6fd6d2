namespace Aloe.Quality;

/// <summary>Rejects a reply that is nearly the same as one that the assistant gave earlier in the conversation.</summary>
/// <param name="maxSimilarity">Largest <see cref="TextSimilarity"/>, 0 to 1.</param>
internal sealed class RepetitionGate(double maxSimilarity) : IReplyGate
{
    public string Name => "repetition";

    public bool Rejects(ReplyCandidate candidate)
        => candidate.Conversation.Any(message => message.Role == DialogueRole.Assistant && TextSimilarity.Of(candidate.Text, message.Text) > maxSimilarity);
}
