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
}
