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
        var run = new TrainingRun(model, examples, new DpoOptions { BatchSize = 2, Epochs = 4 }, new TorchTrainerOptions { Workers = workers, RowTokens = 16 });
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        var counts = new List<long>();

        var reference = run.Reference(TestContext.Current.CancellationToken);
        Assert.Equal(before, Tensor.TotalCount);
        run.Execute(new DpoObjective(new DpoOptions(), reference), RunFolder.Open(folder["out"], []), new Recorder { OnStep = _ => counts.Add(Tensor.TotalCount) }, TestContext.Current.CancellationToken);

        Assert.Equal(12, counts.Count);
        Assert.Equal(counts[2], counts[^1]);
    }
}
