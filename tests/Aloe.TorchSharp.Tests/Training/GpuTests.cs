using Aloe.Torch.Training;
using static Aloe.Torch.Tests.Training.TinyWorld;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests.Training;

/// <summary>A GPU computes what the CPU computes; skipped where there is none.</summary>
[Collection(nameof(MemoryTests))]
public sealed class GpuTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly IReadOnlyList<EncodedExample> _examples = [.. RandomTrees(4, turns: 5).Select(tree => TreeLayout.ForDpo(tree, Encoder)!)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Loss_and_gradients_in_float32_are_those_of_the_cpu(bool dpo, bool lora)
    {
        Gpu.SkipWithout();
        var (expectedLoss, expected) = Compute(CPU, ScalarType.Float32, dpo, lora, checkpointing: false);

        var (loss, gradients) = Compute(CUDA, ScalarType.Float32, dpo, lora, checkpointing: false);

        Assert.Equal(expectedLoss, loss, 1e-4);
        Assert.InRange(Difference(expected, gradients), 0, 1e-3);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void In_bfloat16_with_checkpointing_they_are_near(bool dpo, bool lora)
    {
        Gpu.SkipWithout();
        var (expectedLoss, expected) = Compute(CPU, ScalarType.Float32, dpo, lora, checkpointing: false);

        var (loss, gradients) = Compute(CUDA, ScalarType.BFloat16, dpo, lora, checkpointing: true);

        Assert.InRange(loss / expectedLoss, 0.95, 1.05);
        Assert.InRange(Cosine(expected, gradients), 0.99, 1 - 1e-9);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Steps_with_master_weights_learn_the_trees_by_heart(bool lora)
    {
        Gpu.SkipWithout();
        using var model = ModelOn(CUDA, ScalarType.BFloat16, lora);
        model.ActivationCheckpointing = true;
        using var gradients = new ParallelGradients(model, new SftObjective(), workers: 1);
        using var optimizer = new AdamW(model.Trainable, weightDecay: 0);
        var losses = new List<double>();
        for (var step = 1; step <= 60; step++)
        {
            using var scope = NewDisposeScope();
            losses.Add(Run(gradients, model));
            optimizer.Step(step, learningRate: 0.003, gradientScale: 1, gradients.Gradients);
        }

        Assert.True(losses[^1] < 0.5 * losses[0], $"{losses[0]} → {losses[^1]}");
        Assert.All(optimizer.State, pair => Assert.Equal((CUDA.type, ScalarType.Float32), (pair.Value.device_type, pair.Value.dtype)));
        Assert.Equal(!lora, optimizer.State.Any(pair => pair.Key.StartsWith("master.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Running_out_of_memory_is_recognised()
    {
        Gpu.SkipWithout();

        // 16 TiB.
        var error = Assert.ThrowsAny<Exception>(() => empty(1L << 42, dtype: ScalarType.Float32, device: CUDA));

        Assert.True(OutOfMemory.Is(error), error.ToString());
        Assert.True(DeviceMemory.Available(CUDA) > 0);
    }

    private (double Loss, Dictionary<string, float[]> Gradients) Compute(Device device, ScalarType dtype, bool dpo, bool lora, bool checkpointing)
    {
        using var scope = NewDisposeScope();
        using var other = Model(seed: 2);
        IObjective objective = dpo ? new DpoObjective(new DpoOptions { Beta = 0.1 }, Reference(other, _examples)) : new SftObjective();
        using var model = ModelOn(device, dtype, lora);
        model.ActivationCheckpointing = checkpointing;
        using var gradients = new ParallelGradients(model, objective, workers: 1);
        var loss = Run(gradients, model);
        return (loss, gradients.Gradients.ToDictionary(pair => pair.Key, pair => pair.Value.cpu().data<float>().ToArray()));
    }

    private DecoderModel ModelOn(Device device, ScalarType dtype, bool lora)
    {
        using (var model = Model())
        {
            model.Save(_folder["model"], ScalarType.Float32);
        }

        var loaded = DecoderModel.Load(_folder["model"], device, dtype);
        if (lora)
        {
            Adapt(loaded);
        }

        return loaded;
    }

    /// <summary>Cosine of the angle between two gradients: the large weights of these models make much of small errors, but the direction must be the same.</summary>
    private static double Cosine(Dictionary<string, float[]> expected, Dictionary<string, float[]> actual)
    {
        double Dot(Dictionary<string, float[]> left, Dictionary<string, float[]> right) => left.Sum(pair => pair.Value.Zip(right[pair.Key], (a, b) => (double)a * b).Sum());
        return Dot(expected, actual) / Math.Sqrt(Dot(expected, expected) * Dot(actual, actual));
    }

    private double Run(ParallelGradients gradients, DecoderModel model)
        => gradients.Compute([[_examples[0], _examples[1]], [_examples[2], _examples[3]]], row => RowTensors.Create(row, 1_024, model.Device, model.DType), BatchTotals.Of(_examples)).cpu().data<double>()[0];
}
