using Aloe.Torch.Training;
using static Aloe.Torch.Tests.Training.TinyWorld;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests.Training;

/// <summary>A run stops at the first number that is not finite, names the example and keeps nothing of the step.</summary>
[Collection(nameof(MemoryTests))]
public sealed class NonFiniteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DecoderModel _model = Model();
    private readonly IReadOnlyList<EncodedExample> _examples = [.. RandomTrees(4).Select(tree => TreeLayout.ForSft(tree, Encoder)!)];

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_gradient_alone(int workers)
    {
        // The square root of zero is finite; its derivative is not.
        var objective = new Spoilt("tree-2", logProbs => (logProbs - logProbs.detach()).sum(float64).sqrt());
        var before = Weights();

        var error = Assert.Throws<InvalidDataException>(() => Execute(_examples, [], objective, workers));

        Assert.StartsWith("Step 1: the gradient of example 'tree-2' is not finite.", error.Message);
        Assert.Equal(before, Weights());
    }

    [Fact]
    public void The_loss_of_what_is_held_out()
    {
        var objective = new Spoilt("tree-3", logProbs => logProbs.sum(float64).Times(double.PositiveInfinity));

        var error = Assert.Throws<InvalidDataException>(() => Execute([.. _examples.Take(3)], [_examples[3]], objective, workers: 1));

        Assert.Equal("The held-out loss is not finite, in one of the examples 'tree-3'.", error.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path, "checkpoints"));
        Assert.Empty(File.ReadAllText(_folder["metrics.jsonl"]));
    }

    private void Execute(IReadOnlyList<EncodedExample> training, IReadOnlyList<EncodedExample> heldOut, IObjective objective, int workers)
    {
        var options = new SftOptions { BatchSize = 4, Epochs = 3, EvaluateEvery = 1, CheckpointEvery = 1 };
        var settings = new RunSettings(CPU, Mixed: false, RowTokens: 1_024, QueryBlock: 128, workers, Checkpointing: false);
        var checkpoints = new CheckpointStore(_folder["checkpoints"], keep: 1, new TrainingLog(_folder["log"], null, TimeProvider.System));
        new TrainingRun(_model, new TrainingData(training, heldOut, 0), options, settings, TimeProvider.System)
            .Execute(objective, unrounded: null, checkpoints, _folder.Path, null, TestContext.Current.CancellationToken);
    }

    private float[][] Weights() => [.. _model.Parameters.Select(pair => pair.Value.data<float>().ToArray())];

    /// <summary>Adds something to the loss of rows with an example.</summary>
    private sealed class Spoilt(string id, Func<Tensor, Tensor> added) : IObjective
    {
        public ObjectiveValue Evaluate(Tensor logProbs, RowTensors row, BatchTotals totals)
        {
            var value = new SftObjective().Evaluate(logProbs, row, totals);
            return row.Examples.Any(example => example.Id == id) ? value with { Loss = value.Loss.Plus(added(logProbs)) } : value;
        }
    }
}
