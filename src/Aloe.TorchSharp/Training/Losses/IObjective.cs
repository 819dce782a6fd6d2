using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>What is minimised.</summary>
internal interface IObjective
{
    /// <summary>A row's share of the step's loss, and what is told about it.</summary>
    /// <param name="logProbs">[P] float32 log-probs of the row's targets, differentiable.</param>
    /// <param name="row">The row.</param>
    /// <param name="totals">Counts of the whole step.</param>
    ObjectiveValue Evaluate(Tensor logProbs, RowTensors row, BatchTotals totals);
}
