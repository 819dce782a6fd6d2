using System.Collections.Immutable;

namespace Aloe.Torch.Training;

/// <summary>What a checkpoint knows beside its tensors. Learning rate, position in the data and all random numbers follow from the step and the seed, so that nothing else has to be stored.</summary>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Tokens">Tokens computed in them.</param>
/// <param name="Losses">Loss of each step.</param>
internal sealed record TrainingState(int Step, long Tokens, ImmutableList<double> Losses)
{
    /// <summary>Nothing done.</summary>
    public static TrainingState Start { get; } = new(0, 0, []);

    /// <summary>What the held-out examples gave last; null before they were first evaluated.</summary>
    public HeldOutResult? HeldOut { get; init; }

    /// <summary>Lowest held-out loss so far.</summary>
    public double? BestLoss { get; init; }

    /// <summary>The step that gave it, the first one where several did; 0 for none.</summary>
    public int BestStep { get; init; }

    /// <summary>Mean loss over the last tenth of the steps.</summary>
    public double FinalLoss => Losses.Skip(Losses.Count - Math.Max(1, Losses.Count / 10)).Average();

    /// <summary>The state one step later.</summary>
    public TrainingState After(TrainingProgress step)
    {
        var next = this with { Step = step.Step, Tokens = Tokens + step.Tokens, Losses = Losses.Add(step.Loss), HeldOut = step.HeldOut ?? HeldOut };
        return step.HeldOut is { } result && !(BestLoss <= result.Loss) ? next with { BestLoss = result.Loss, BestStep = step.Step } : next;
    }
}
