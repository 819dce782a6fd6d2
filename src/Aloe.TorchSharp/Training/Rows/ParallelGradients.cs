using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>Adds up the gradients of the rows of a step, several rows at a time.</summary>
internal sealed class ParallelGradients : IDisposable
{
    private readonly DecoderModel _model;
    private readonly DecoderModel[] _twins;
    private readonly GradientPass[] _passes;

    /// <param name="model">The policy, which ends up with all gradients.</param>
    /// <param name="objective">What is minimised.</param>
    /// <param name="workers">Rows at a time.</param>
    /// <param name="logitTokens">Tokens whose logits may exist at the same time; null for as many as fit a memory budget.</param>
    public ParallelGradients(DecoderModel model, IObjective objective, int workers, int? logitTokens = null)
    {
        _model = model;
        _twins = [.. Enumerable.Range(1, workers - 1).Select(_ => model.ShareWeights())];
        _passes = [.. _twins.Prepend(model).Select(each => new GradientPass(logitTokens is { } limit ? new ReplyLogProbs(each, limit) : new ReplyLogProbs(each), objective))];
    }

    /// <summary>Replaces the gradients of the model by those of some rows.</summary>
    /// <param name="rows">At least one row of examples.</param>
    /// <param name="place">Puts a row on the device.</param>
    /// <param name="totals">Counts of the whole step.</param>
    /// <returns>The sum of the rows' vectors (<see cref="ObjectiveValue.ToVector"/>) on the device. It belongs to the caller's dispose scope.</returns>
    public Tensor Compute(IReadOnlyList<IReadOnlyList<EncodedExample>> rows, Func<IReadOnlyList<EncodedExample>, RowTensors> place, BatchTotals totals)
    {
        foreach (var each in _twins.Prepend(_model))
        {
            GradientNorm.Clear(each.Parameters);
        }

        var hands = RowThreads.Deal([.. rows.Select(row => row.Sum(example => example.Tokens.Length))], _passes.Length);
        var told = new Tensor[rows.Count];
        RowThreads.Run(hands.Count, worker =>
        {
            foreach (var row in hands[worker])
            {
                using var scope = NewDisposeScope();
                told[row] = _passes[worker].Accumulate(place(rows[row]), totals).DetachFromDisposeScope();
            }
        });
        foreach (var twin in _twins.Take(hands.Count - 1))
        {
            Add(twin);
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
        foreach (var twin in _twins)
        {
            twin.Dispose();
        }
    }

    private void Add(DecoderModel twin)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        for (var i = 0; i < _model.Parameters.Count; i++)
        {
            _model.Parameters[i].Value.grad!.Increase(twin.Parameters[i].Value.grad!);
        }
    }
}
