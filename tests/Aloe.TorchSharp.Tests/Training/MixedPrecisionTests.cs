using Aloe.Torch.Training;
using static Aloe.Torch.Tests.Training.TinyWorld;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests.Training;

/// <summary>Not beside other tests: they change the number of threads of the whole process, and with it the last bits.</summary>
[Collection(nameof(MemoryTests))]
public sealed class MixedPrecisionTests : IDisposable
{
    // bfloat16 has 8 significant bits: a rounding is off by at most 1/256. Errors of a few roundings in a row partly cancel.
    private const double LossTolerance = 0.01;
    private const double GradientTolerance = 0.05;

    private readonly DecoderModel _full = Model();
    private readonly DecoderModel _mixed;
    private readonly IReadOnlyList<EncodedExample> _examples = [.. RandomTrees(4, turns: 5).Select(tree => TreeLayout.ForDpo(tree, Encoder)!)];

    public MixedPrecisionTests()
    {
        using var folder = new TemporaryFolder();
        _full.Save(folder.Path, ScalarType.Float32);
        _mixed = DecoderModel.Load(folder.Path, CPU, ScalarType.BFloat16);
    }

    public void Dispose()
    {
        _full.Dispose();
        _mixed.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Loss_and_gradients_are_near_those_of_full_precision(bool checkpointing)
    {
        var (expectedLoss, expected) = Compute(_full, _examples);
        _mixed.ActivationCheckpointing = checkpointing;
        var (loss, gradients) = Compute(_mixed, _examples);

        Assert.InRange(loss / expectedLoss, 1 - LossTolerance, 1 + LossTolerance);
        Assert.InRange(Difference(expected, gradients), 1e-6, GradientTolerance);
    }

    [Fact]
    public void Gradients_of_rows_are_added_in_float32()
    {
        var (_, sums) = Compute(_mixed, _examples);
        var each = _examples.Select(example => Compute(_mixed, [example]).Gradients).ToList();

        foreach (var (name, sum) in sums)
        {
            Assert.Equal(Enumerable.Range(0, sum.Length).Select(i => each.Aggregate(0f, (total, one) => total + one[name][i])), sum);
        }
    }

    [Fact]
    public void Training_learns_a_few_trees_by_heart_with_steps_that_bfloat16_weights_alone_would_lose()
    {
        const double learningRate = 0.003;
        using var gradients = new ParallelGradients(_mixed, new SftObjective(), workers: 2);
        using var optimizer = new AdamW(_mixed.Trainable, weightDecay: 0);
        var losses = new List<double>();
        for (var step = 1; step <= 60; step++)
        {
            using var scope = NewDisposeScope();
            losses.Add(Run(gradients, _mixed, _examples));
            optimizer.Step(step, learningRate, gradientScale: 1, gradients.Gradients);
        }

        Assert.True(losses[^1] < 0.3 * losses[0], $"{losses[0]} → {losses[^1]}");
        Assert.All(_mixed.Parameters, pair => Assert.Equal(ScalarType.BFloat16, pair.Value.dtype));
    }

    [Fact]
    public void Master_weights_start_with_the_digits_of_the_file()
    {
        using var folder = new TemporaryFolder();
        _full.Save(folder.Path, ScalarType.Float32);
        using var stored = ModelWeights.Open(folder.Path);
        using var optimizer = new AdamW(_mixed.Trainable, weightDecay: 0, stored);

        var masters = optimizer.State.ToDictionary(pair => pair.Key, pair => pair.Value.data<float>().ToArray());

        Assert.All(_full.Parameters, pair => Assert.Equal(pair.Value.data<float>().ToArray(), masters[$"master.{pair.Key}"]));
    }

    private (double Loss, Dictionary<string, float[]> Gradients) Compute(DecoderModel model, IReadOnlyList<EncodedExample> examples)
    {
        using var scope = NewDisposeScope();
        using var gradients = new ParallelGradients(model, new SftObjective(), workers: 1);
        var loss = Run(gradients, model, examples);
        return (loss, gradients.Gradients.ToDictionary(pair => pair.Key, pair => pair.Value.data<float>().ToArray()));
    }

    private double Run(ParallelGradients gradients, DecoderModel model, IReadOnlyList<EncodedExample> examples)
        => gradients.Compute([.. examples.Select(example => new[] { example })], row => RowTensors.Create(row, 16, CPU, model.DType), BatchTotals.Of(_examples)).data<double>()[0];
}
