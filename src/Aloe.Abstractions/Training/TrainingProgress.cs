namespace Aloe;

/// <summary>State after one optimizer step.</summary>
/// <param name="Step">1-based step.</param>
/// <param name="TotalSteps">Steps of the whole run.</param>
/// <param name="Loss">Loss of this step's batch.</param>
/// <param name="LearningRate">Learning rate of this step.</param>
/// <param name="GradientNorm">Norm before clipping.</param>
/// <param name="Tokens">Tokens computed in this step.</param>
public sealed record TrainingProgress(int Step, int TotalSteps, double Loss, double LearningRate, double GradientNorm, long Tokens)
{
    /// <summary>DPO: share of pairs whose chosen reply has the higher implicit reward; null in SFT.</summary>
    public double? Accuracy { get; init; }

    /// <summary>DPO: mean difference of the implicit rewards, β(log-ratio chosen − log-ratio rejected); null in SFT.</summary>
    public double? Margin { get; init; }

    /// <summary>DPO: mean implicit reward of the chosen replies, β(log-prob under the policy − log-prob under the reference), per token with the losses that count so; null in SFT.</summary>
    public double? RewardChosen { get; init; }

    /// <summary>DPO: the same of the rejected replies; null in SFT.</summary>
    public double? RewardRejected { get; init; }

    /// <summary>Mean log-prob of a whole chosen (in SFT: learned) reply under the policy.</summary>
    public double? LogProbChosen { get; init; }

    /// <summary>DPO: mean log-prob of a whole rejected reply under the policy; null in SFT.</summary>
    public double? LogProbRejected { get; init; }

    /// <summary>Trees or dialogues of this step.</summary>
    public int Examples { get; init; }

    /// <summary>Duration of this step.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>The part of <see cref="Duration"/> that was spent waiting for rows to be made, on average over the workers; nearly zero where preparing them on another thread keeps up.</summary>
    public TimeSpan Waiting { get; init; }

    /// <summary>Memory in use after this step, in bytes: on a GPU all that is in use there, else the process's resident memory; 0 where it is not known.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>What the held-out examples gave after this step; null where none were evaluated.</summary>
    public HeldOutResult? HeldOut { get; init; }
}
