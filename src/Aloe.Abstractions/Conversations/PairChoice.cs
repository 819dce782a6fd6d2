namespace Aloe;

/// <summary>Which pairs are made of a ranking of replies.</summary>
public enum PairChoice
{
    /// <summary>The best reply and the worst one.</summary>
    BestAndWorst,

    /// <summary>Each reply and the next worse one.</summary>
    Neighbours,

    /// <summary>Every two replies.</summary>
    All,
}
