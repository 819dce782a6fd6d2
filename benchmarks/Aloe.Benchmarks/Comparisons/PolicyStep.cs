using System.Diagnostics;
using Aloe.Torch;
using Aloe.Torch.Training;
using static TorchSharp.torch;

namespace Aloe.Benchmarks.Comparisons;

/// <summary>One optimizer step on some trees: forward and backward pass over every row, gradient norm, clipping, AdamW.</summary>
/// <remarks>The learning rate is 0, which saves no work but keeps the weights: every layout must give the same loss and gradient norm, every time.</remarks>
internal sealed class PolicyStep : IDisposable
{
    private readonly DecoderModel _model;
    private readonly IReadOnlyList<RandomTree> _trees;
    private readonly DpoObjective _objective;
    private readonly AdamW _optimizer;
    private readonly int _workers;
    private int _step;

    public PolicyStep(DecoderConfig config, IReadOnlyList<RandomTree> trees, ScalarType dtype)
    {
        _trees = trees;
        _model = DecoderModel.Create(config, seed: 1, CPU, dtype);
        _objective = new DpoObjective(new DpoOptions { Beta = 0.1 }, new ReferenceLogProbs(new(trees.SelectMany(tree => tree.Reference))));
        _optimizer = new AdamW(_model.Parameters, weightDecay: 0);
        _workers = RowThreads.CountFor(_model.Device, _model.Parameters.Sum(pair => pair.Value.numel()));
    }

    public StepResult Run(Layout layout)
    {
        using var scope = NewDisposeScope();
        using var share = new ThreadShare(_workers);
        _model.ActivationCheckpointing = layout.ActivationCheckpointing;
        using var gradients = new ParallelGradients(_model, _objective, _workers);
        var watch = Stopwatch.StartNew();
        var rows = layout.Rows(_trees).ToList();
        var told = gradients.Compute(rows, row => layout.Place(row, _model.DType), BatchTotals.Of(_trees.Select(tree => tree.Tree)));
        var norm = GradientNorm.Of(gradients.Gradients).item<double>();
        _optimizer.Step(++_step, learningRate: 0, GradientNorm.Scale(norm, 1), gradients.Gradients);
        return new StepResult(watch.Elapsed, told[0].item<double>(), norm);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optimizer.Dispose();
        _model.Dispose();
    }
}
