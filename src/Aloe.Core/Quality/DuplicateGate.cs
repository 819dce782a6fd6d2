namespace Aloe.Quality;

/// <summary>Rejects a reply that is nearly the same as an earlier candidate for the same message: such a pair holds no preference.</summary>
/// <param name="maxSimilarity">Largest <see cref="TextSimilarity"/>, 0 to 1.</param>
internal sealed class DuplicateGate(double maxSimilarity) : IReplyGate
{
    public string Name => "duplicate";

    public bool Rejects(ReplyCandidate candidate) => candidate.Others.Any(other => TextSimilarity.Of(candidate.Text, other) > maxSimilarity);
}
