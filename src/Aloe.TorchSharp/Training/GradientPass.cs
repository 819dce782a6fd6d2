using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>Forward and backward pass over one row.</summary>
/// <param name="logProbs">The policy; gradients add up in its parameters.</param>
/// <param name="objective">What is minimised.</param>
internal sealed class GradientPass(ReplyLogProbs logProbs, IObjective objective)
{
    /// <summary>Adds the gradients of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="totals">Counts of the whole step.</param>
    /// <returns>The row's shares as a vector (<see cref="ObjectiveValue.ToVector"/>) on the device. It belongs to the caller's dispose scope.</returns>
    public Tensor Accumulate(RowTensors row, BatchTotals totals)
    {
        using var scope = NewDisposeScope();
        var predicting = logProbs.Predicting(row);
        var value = logProbs.FitAtOnce(predicting) ? AtOnce(predicting, row, totals) : InTiles(predicting, row, totals);
        logProbs.Model.BackwardFailure.Rethrow();
        return value.ToVector().MoveToOuterDisposeScope();
    }

    private ObjectiveValue AtOnce(Tensor predicting, RowTensors row, BatchTotals totals)
    {
        var value = objective.Evaluate(logProbs.Of(predicting, row.Targets), row, totals);
        value.Loss.backward();
        return value;
    }

    // The objective couples all tokens of a row. Its derivative by each log-prob is found first, while no logits exist; it tells what to do with those of each tile.
    private ObjectiveValue InTiles(Tensor predicting, RowTensors row, BatchTotals totals)
    {
        var (scores, backward) = logProbs.Tiles.WithBackward(predicting, row.Targets);
        var value = objective.Evaluate(scores.requires_grad_(), row, totals);
        value.Loss.backward();
        autograd.backward(predicting, backward(scores.grad!).to_type(predicting.dtype));
        return value;
    }
}
