using Aloe.Torch.Training;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests.Training;

/// <summary>Alone, because libtorch's tensors are counted for the whole process.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Tensors_do_not_pile_up_over_steps(int workers)
    {
        using var folder = new TemporaryFolder();
        using var model = TinyWorld.Model();
        var examples = TinyWorld.RandomTrees(6).Select(tree => TreeLayout.ForDpo(tree, TinyWorld.Encoder)!).ToList();
        var options = new DpoOptions { BatchSize = 2, Epochs = 4, EvaluateEvery = 2 };
        var settings = new RunSettings(CPU, Mixed: false, RowTokens: 16, QueryBlock: 128, workers, Checkpointing: false);
        var run = new TrainingRun(model, new TrainingData(examples[..4], examples[4..], 0), options, settings, TimeProvider.System);
        var checkpoints = new CheckpointStore(folder["checkpoints"], 1, new TrainingLog(folder["log"], null, TimeProvider.System));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        var counts = new List<long>();

        var reference = run.Reference(TestContext.Current.CancellationToken);
        Assert.Equal(before, Tensor.TotalCount);
        run.Execute(new DpoObjective(new DpoOptions(), reference), unrounded: null, checkpoints, folder.Path, new Recorder { OnStep = _ => counts.Add(Tensor.TotalCount) }, TestContext.Current.CancellationToken);

        Assert.Equal(8, counts.Count);

        // After the last step no rows are made ahead. After the run nothing is left but a handle of each weight for each further worker, which a finalizer frees.
        Assert.InRange(counts[^1], before, counts[3]);
        Assert.Equal(before + ((workers - 1) * model.Trainable.Count), Tensor.TotalCount);
    }

    /// <summary>None of them is larger than a tile's logits (TiledSoftmaxTests), hidden states or head; so their number bounds the memory.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void As_many_tensors_live_with_many_tiles_as_with_two(bool frozen)
    {
        TorchRuntime.EnsureLoaded();
        using var scope = NewDisposeScope();
        var (hidden, head, targets) = (rand(4, 8), new TorchSharp.Modules.Parameter(rand(256, 8), requires_grad: !frozen), zeros(4, int64));

        var few = MostAlive(() => Score(tileLogits: 4 * 128));
        var many = MostAlive(() => Score(tileLogits: 4));

        Assert.InRange(many, 1, few);

        void Score(int tileLogits)
        {
            using var inner = NewDisposeScope();
            var (logProbs, backward) = new TiledSoftmax(head, tileLogits).WithBackward(hidden, targets);
            _ = backward(logProbs);
        }
    }

    /// <summary>Most tensors that an action has alive at a time: how far it lifts the peak of the process, which is reached before.</summary>
    private static long MostAlive(Action action)
    {
        action(); // What is made once only, and kept.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var scope = NewDisposeScope();
        while (Tensor.TotalCount < Tensor.PeakCount)
        {
            _ = zeros(1);
        }

        var before = Tensor.PeakCount;
        action();
        return Tensor.PeakCount - before;
    }
}
