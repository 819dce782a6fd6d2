namespace Aloe;

/// <summary>How claims about a person agree with what is true of them.</summary>
/// <param name="Claims">Things claimed.</param>
/// <param name="Supported">Claims that the persona bears out.</param>
/// <param name="Truths">Sentences of the persona.</param>
/// <param name="Found">Sentences that some claim names.</param>
public sealed record MatchCounts(int Claims, int Supported, int Truths, int Found)
{
    /// <summary>Share of the claims that are so, 0 to 1; null where nothing was claimed.</summary>
    public double? Precision => Claims == 0 ? null : (double)Supported / Claims;

    /// <summary>Share of the persona that was found, 0 to 1; null where the persona has no sentence.</summary>
    public double? Recall => Truths == 0 ? null : (double)Found / Truths;
}
