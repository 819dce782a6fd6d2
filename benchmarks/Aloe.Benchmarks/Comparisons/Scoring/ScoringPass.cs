namespace Aloe.Benchmarks.Comparisons.Scoring;

/// <summary>What is asked of the head.</summary>
internal enum ScoringPass
{
    /// <summary>Log-probs only.</summary>
    Forward,

    /// <summary>Also the gradients of hidden states and head.</summary>
    Training,

    /// <summary>Also those of the hidden states; the head is frozen, as beside adapters.</summary>
    FrozenHead,
}
