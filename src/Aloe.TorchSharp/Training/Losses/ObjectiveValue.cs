using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>Value of an objective for one row: scalars, float64, each the row's share of a mean over the whole step, so that the rows of a step add up to it.</summary>
/// <param name="Loss">Differentiable.</param>
/// <param name="LogProbChosen">Log-prob of a whole preferred reply.</param>
internal readonly record struct ObjectiveValue(Tensor Loss, Tensor LogProbChosen)
{
    /// <summary>Log-prob of a whole rejected reply; null in SFT, as all that follow.</summary>
    public Tensor? LogProbRejected { get; init; }

    /// <summary>Implicit reward of a preferred reply.</summary>
    public Tensor? RewardChosen { get; init; }

    /// <summary>Implicit reward of a rejected reply.</summary>
    public Tensor? RewardRejected { get; init; }

    /// <summary>Share of the pairs whose preferred reply has the higher reward.</summary>
    public Tensor? Accuracy { get; init; }

    /// <summary>All of them as one vector without gradients, which <see cref="StepMetrics.Read"/> understands.</summary>
    public Tensor ToVector()
    {
        using var scope = NewDisposeScope();
        var loss = Loss.detach();
        var missing = full_like(loss, HeldScalar.Of(double.NaN));
        return stack([loss, LogProbChosen.detach(), LogProbRejected ?? missing, RewardChosen ?? missing, RewardRejected ?? missing, Accuracy ?? missing]).MoveToOuterDisposeScope();
    }
}
