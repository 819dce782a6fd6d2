using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>Adds up the gradients of the rows of a step, several rows at a time.</summary>
internal sealed class ParallelGradients : IDisposable
{
    private readonly DecoderModel[] _twins;
    private readonly GradientPass[] _passes;
    private readonly RowGradients[] _gradients;

    /// <param name="model">The policy.</param>
    /// <param name="objective">What is minimised.</param>
    /// <param name="workers">Rows at a time.</param>
    public ParallelGradients(DecoderModel model, IObjective objective, int workers)
    {
        _twins = [.. Enumerable.Range(1, workers - 1).Select(_ => model.ShareWeights())];
        _passes = [.. _twins.Prepend(model).Select(each => new GradientPass(new ReplyLogProbs(each), objective))];
        _gradients = [.. _twins.Prepend(model).Select(each => new RowGradients(each.Trainable))];
    }

    /// <summary>Gradient of every trained parameter, by name, after <see cref="Compute"/>; float32 also where the parameter is not. The handles belong to the caller's dispose scope.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Gradients => _gradients[0].Named();

    /// <summary>Replaces the gradients of the model by those of some rows.</summary>
    /// <param name="rows">At least one row of examples.</param>
    /// <param name="place">Puts a row on the device.</param>
    /// <param name="totals">Counts of the whole step.</param>
    /// <returns>The sum of the rows' vectors (<see cref="ObjectiveValue.ToVector"/>) on the device. It belongs to the caller's dispose scope.</returns>
    public Tensor Compute(IReadOnlyList<IReadOnlyList<EncodedExample>> rows, Func<IReadOnlyList<EncodedExample>, RowTensors> place, BatchTotals totals)
    {
        foreach (var each in _gradients)
        {
            each.Clear();
        }

        var hands = RowThreads.Deal(RowThreads.Lengths(rows), _passes.Length);
        var told = new Tensor[rows.Count];
        RowThreads.Run(hands.Count, worker =>
        {
            foreach (var row in hands[worker])
            {
                using var scope = NewDisposeScope();
                told[row] = _passes[worker].Accumulate(place(rows[row]), totals).DetachFromDisposeScope();
                _gradients[worker].Collect();
            }
        });
        foreach (var other in _gradients[1..hands.Count])
        {
            _gradients[0].Add(other);
        }

        var sum = stack(told).sum(dim: 0);
        foreach (var share in told)
        {
            share.Dispose();
        }

        return sum;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var each in (IEnumerable<IDisposable>)[.. _gradients, .. _twins])
        {
            each.Dispose();
        }
    }
}
