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
        var chunks = logProbs.Chunks(predicting);
        var value = chunks.Count == 1 ? AtOnce(predicting, row, totals) : InChunks(predicting, chunks, row, totals);
        logProbs.Model.BackwardFailure.Rethrow();
        return value.ToVector().MoveToOuterDisposeScope();
    }

    private ObjectiveValue AtOnce(Tensor predicting, RowTensors row, BatchTotals totals)
    {
        var value = objective.Evaluate(logProbs.Of(predicting, row.Targets), row, totals);
        value.Loss.backward();
        return value;
    }

    // The objective couples all tokens of a row. Its derivative by each log-prob is found first, without logits;
    // then each chunk of logits is made again, now with gradients, and let go.
    private ObjectiveValue InChunks(Tensor predicting, IReadOnlyList<(long Start, long Count)> chunks, RowTensors row, BatchTotals totals)
    {
        var frozen = logProbs.Frozen(predicting, row.Targets).requires_grad_();
        var value = objective.Evaluate(frozen, row, totals);
        value.Loss.backward();
        var weights = frozen.grad!;
        var inputs = predicting.detach().requires_grad_();
        foreach (var (start, count) in chunks)
        {
            using var scope = NewDisposeScope();
            autograd.backward(logProbs.Of(inputs.narrow(0, start, count), row.Targets.narrow(0, start, count)), weights.narrow(0, start, count));
        }

        autograd.backward(predicting, inputs.grad!);
        return value;
    }
}
