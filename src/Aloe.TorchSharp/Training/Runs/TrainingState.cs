using System.Collections.Immutable;

namespace Aloe.Torch.Training;

/// <summary>What a checkpoint knows beside its tensors. The position in the data follows from the step.</summary>
/// <param name="Step">Optimizer steps done.</param>
/// <param name="Tokens">Tokens computed in them.</param>
/// <param name="Losses">Loss of each step.</param>
internal sealed record TrainingState(int Step, long Tokens, ImmutableList<double> Losses)
{
    /// <summary>Nothing done.</summary>
    public static TrainingState Start { get; } = new(0, 0, []);

    /// <summary>Mean loss over the last tenth of the steps.</summary>
    public double FinalLoss => Losses.Skip(Losses.Count - Math.Max(1, Losses.Count / 10)).Average();

    /// <summary>The state one step later.</summary>
    public TrainingState After(TrainingProgress step) => new(step.Step, Tokens + step.Tokens, Losses.Add(step.Loss));
}
