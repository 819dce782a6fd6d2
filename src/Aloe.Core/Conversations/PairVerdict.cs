namespace Aloe.Conversations;

/// <summary>What a judge said about two replies.</summary>
internal enum PairVerdict
{
    /// <summary>A tie, or no readable answer.</summary>
    Undecided,

    /// <summary>The reply shown first.</summary>
    A,

    /// <summary>The reply shown second.</summary>
    B,
}
