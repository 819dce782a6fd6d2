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

            optimizer.Step(step, 0.02, 1);
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
    public void Clipping_scales_the_gradient_to_the_limit()
    {
        using var scope = NewDisposeScope();
        var parameter = new Parameter(tensor([3f, 4f]));
        (parameter * tensor([6f, 8f])).sum().backward();

        var norm = GradientNorm.Of([new("p", parameter)]).item<double>();

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
