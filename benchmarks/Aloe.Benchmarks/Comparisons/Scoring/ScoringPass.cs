namespace Aloe.Benchmarks.Comparisons.Scoring;

/// <summary>What is asked of the head.</summary>
internal enum ScoringPass
{
    /// <summary>Log-probs only.</summary>
    Forward,

    /// <summary>Also the gradients of the hidden states; the head is frozen, as beside adapters.</summary>
    FrozenHead,

    /// <summary>Also the gradient of the head.</summary>
    Training,
}
