namespace Aloe.Quality;

/// <summary>Rejects a reply that is too short or too long.</summary>
/// <param name="min">Fewest characters.</param>
/// <param name="max">Most characters.</param>
/// <param name="maxSentences">Most sentences, as <see cref="Sentence"/> splits them.</param>
internal sealed class LengthGate(int min, int max, int maxSentences) : IReplyGate
{
    public string Name => "length";

    public bool Rejects(ReplyCandidate candidate)
        => candidate.Text.Length < min || candidate.Text.Length > max || Sentence.Split(candidate.Text).Skip(maxSentences).Any();
}
