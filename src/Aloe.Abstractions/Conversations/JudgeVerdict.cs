namespace Aloe;

/// <summary>One comparison of two replies by the judge.</summary>
/// <param name="First">0-based place, in the turn's ranking, of the reply that was shown first.</param>
/// <param name="Second">The same for the reply that was shown second.</param>
/// <param name="Choice">What the judge said.</param>
public sealed record JudgeVerdict(int First, int Second, JudgeChoice Choice)
{
    /// <summary>Place of the reply that the judge preferred; null where it did not decide.</summary>
    public int? Winner => Choice switch { JudgeChoice.First => First, JudgeChoice.Second => Second, _ => null };
}
