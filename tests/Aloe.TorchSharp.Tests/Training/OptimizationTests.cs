using Aloe.Torch.Training;
using FsCheck.Xunit;
using TorchSharp.Modules;
using static TorchSharp.torch;
using AdamW = Aloe.Torch.Training.AdamW;

namespace Aloe.Torch.Tests.Training;

public sealed class OptimizationTests
{
    public OptimizationTests() => TorchRuntime.EnsureLoaded();

    [Fact]
    public void AdamW_follows_libtorchs_own_and_decays_matrices_only()
    {
        using var scope = NewDisposeScope();
        Tensor Start(params long[] shape) => (arange(shape.Aggregate(1L, (a, b) => a * b)).to(ScalarType.Float32).view(shape) / 7) - 1;
        KeyValuePair<string, Parameter>[] ours = [new("matrix", new Parameter(Start(3, 4))), new("vector", new Parameter(Start(5)))];
        Parameter[] theirs = [new Parameter(Start(3, 4)), new Parameter(Start(5))];
        using var optimizer = new AdamW(ours, weightDecay: 0.1);
        var matrix = optim.AdamW([theirs[0]], lr: 0.02, weight_decay: 0.1);
        var vector = optim.AdamW([theirs[1]], lr: 0.02, weight_decay: 0);

        for (var step = 1; step <= 5; step++)
        {
            foreach (var parameter in ours.Select(pair => pair.Value).Concat(theirs))
            {
                parameter.grad?.zero_();
                (parameter.pow(3).sum() * step).backward();
            }

            optimizer.Step(step, 0.02, 1, ours.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.grad!)));
            matrix.step();
            vector.step();
        }

        foreach (var (mine, reference) in ours.Zip(theirs))
        {
            Assert.True(allclose(mine.Value, reference, rtol: 1e-5, atol: 1e-6), $"{mine.Key}: {mine.Value.detach()} instead of {reference.detach()}");
            Assert.False(allclose(mine.Value, Start(mine.Value.shape), rtol: 0, atol: 1e-3));
        }
    }

    [Fact]
    public void A_step_equals_numbers_worked_out_by_hand()
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(tensor([2f]));
        using var optimizer = new AdamW([new("p", parameter)], weightDecay: 0.1);
        void Step(int step, float gradient)
        {
            parameter.grad?.zero_();
            (parameter * gradient).sum().backward();
            optimizer.Step(step, 0.5, gradientScale: 0.5, [new("p", parameter.grad!)]);
        }

        // g = 0.5 · 8 = 4: mean 0.4, square 0.016; corrected 4 and 16, so 2 − 0.5 · 4 / 4. A vector is not decayed.
        Step(1, 8);
        Assert.Equal(1.5, parameter.item<float>(), 1e-6);

        // g = −2: mean 0.9 · 0.4 − 0.2 = 0.16, square 0.999 · 0.016 + 0.004 = 0.019984; corrected 0.16 / 0.19 = 0.8421053 and 0.019984 / 0.001999 = 9.9969985, root 3.1618031.
        Step(2, -4);
        Assert.Equal(1.5 - (0.5 * 0.8421053 / 3.1618031), parameter.item<float>(), 1e-6);
        Assert.Equal(["mean.p", "square.p"], optimizer.State.Select(pair => pair.Key));
    }

    [Fact]
    public void Master_weights_add_up_steps_that_bfloat16_would_lose()
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(tensor([1f], dtype: ScalarType.BFloat16));
        using var optimizer = new AdamW([new("p", parameter)], weightDecay: 0);
        var seen = new List<float>();

        for (var step = 1; step <= 8; step++)
        {
            parameter.grad?.zero_();
            (parameter * tensor(-3f, dtype: ScalarType.BFloat16)).sum().backward();
            Assert.Equal(ScalarType.BFloat16, parameter.grad!.dtype);

            // With a constant gradient every step is the learning rate: 2⁻¹⁰. The next bfloat16 number after 1 is 1 + 2⁻⁷, and halves are rounded to even.
            optimizer.Step(step, 1.0 / 1024, 1, [new("p", parameter.grad!)]);
            seen.Add(parameter.to_type(ScalarType.Float32).item<float>());
        }

        Assert.Equal([1, 1, 1, 1, 1.0078125f, 1.0078125f, 1.0078125f, 1.0078125f], seen);
        var master = optimizer.State.Single(pair => pair.Key == "master.p").Value;
        Assert.Equal(1.0078125, master.item<float>(), 1e-6);
        Assert.All(optimizer.State, pair => Assert.Equal(ScalarType.Float32, pair.Value.dtype));
    }

    [Fact]
    public void The_norm_of_reduced_gradients_is_computed_in_float32()
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(zeros(1000, dtype: ScalarType.BFloat16));
        (parameter * tensor(1f, dtype: ScalarType.BFloat16)).sum().backward();

        // √1000; the nearest bfloat16 number is 31.625.
        Assert.Equal(31.6227766, GradientNorm.Of([new("p", parameter.grad!)]).item<double>(), 1e-5);
    }

    [Fact]
    public void Clipping_scales_the_gradient_to_the_limit()
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(tensor([3f, 4f]));
        (parameter * tensor([6f, 8f])).sum().backward();

        var norm = GradientNorm.Of([new("p", parameter.grad!)]).item<double>();

        Assert.Equal(10, norm, 1e-9);
        Assert.Equal(0.25, GradientNorm.Scale(norm, 2.5));
        Assert.Equal(1, GradientNorm.Scale(norm, 11));
    }

    [Fact]
    public void The_learning_rate_rises_linearly_then_follows_a_cosine()
    {
        var schedule = LearningRateSchedule.For(new SftOptions { LearningRate = 2, WarmupRatio = 0.2 }, 10);

        Assert.Equal(1, schedule.At(1), 1e-12);
        Assert.Equal(2, schedule.At(2), 1e-12);
        Assert.Equal(1 + Math.Cos(Math.PI / 9), schedule.At(3), 1e-12);
        Assert.Equal(1 + Math.Cos(8 * Math.PI / 9), schedule.At(10), 1e-12);
        Assert.True(schedule.At(10) > 0);
        Assert.Equal(2, LearningRateSchedule.For(new SftOptions { LearningRate = 2, WarmupRatio = 1 }, 4).At(4));
    }

    [Theory]
    [InlineData(LearningRateDecay.Linear, new[] { 1, 2, 2 * 3 / 4.0, 2 * 2 / 4.0, 2 * 1 / 4.0 })]
    [InlineData(LearningRateDecay.Constant, new double[] { 1, 2, 2, 2, 2 })]
    [InlineData(LearningRateDecay.Cosine, new[] { 1, 2, 1 + 0.70710678118654752, 1, 1 - 0.70710678118654752 })]
    public void After_the_warm_up_the_rate_decays_as_asked(LearningRateDecay decay, double[] expected)
    {
        var schedule = LearningRateSchedule.For(new SftOptions { LearningRate = 2, WarmupRatio = 0.4, Decay = decay }, 5);

        Assert.All(expected.Index(), step => Assert.Equal(step.Item, schedule.At(step.Index + 1), 1e-12));
    }

    [Fact]
    public void Without_a_warm_up_the_first_step_is_not_at_zero()
        => Assert.Equal(2 * 3 / 4.0, LearningRateSchedule.For(new SftOptions { LearningRate = 2, WarmupRatio = 0, Decay = LearningRateDecay.Linear }, 3).At(1), 1e-12);

    [Property]
    public void Every_epoch_takes_every_example_once_in_an_order_of_its_own(byte examples, byte batch, long seed)
    {
        var (count, size) = (examples + 1, (batch % 16) + 1);
        var plan = new BatchPlan(count, size, epochs: 2, seed);
        var half = plan.Steps / 2;

        var first = Enumerable.Range(1, half).SelectMany(plan.Batch).ToList();
        var second = Enumerable.Range(half + 1, half).SelectMany(plan.Batch).ToList();

        Assert.Equal(Enumerable.Range(0, count), first.Order());
        Assert.Equal(Enumerable.Range(0, count), second.Order());
        Assert.Equal(first.Take(size), new BatchPlan(count, size, epochs: 2, seed).Batch(1));
        if (count > 20)
        {
            Assert.NotEqual(first, second);
        }
    }
}
