using Aloe.Randomness;
using Aloe.Torch.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests.Training;

/// <summary>Against sums in double, written as loops; against autograd over all logits; and against finite differences.</summary>
public sealed class TiledSoftmaxTests
{
    private const int Width = 6;
    private const int Vocabulary = 37;

    static TiledSoftmaxTests() => TorchRuntime.EnsureLoaded();

    // Columns of a tile are the largest power of two that the number of hidden states leaves room for: 1, 2, 4, 16, 32, or all 37.
    public static TheoryData<int, int, bool> Sizes { get; } = new MatrixTheoryData<int, int, bool>([0, 1, 2, 7, 40], [1, 15, 120, 300, 10_000], [false, true]);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Values_and_gradients_are_those_of_the_definition(int count, int tileLogits, bool frozen)
    {
        using var scope = NewDisposeScope();
        var (hidden, head, targets, by) = Random(count);
        var expected = Reference(hidden, head, targets, by);
        var parameter = Head(head, frozen);
        var (tiles, states) = (new TiledSoftmax(parameter, tileLogits), Matrix(hidden));

        var (logProbs, backward) = tiles.WithBackward(states, Targets(targets));
        var ofHidden = backward(tensor(by));

        Near(expected.LogProbs, logProbs);
        Near(expected.OfHidden, ofHidden);
        if (frozen)
        {
            Assert.Null(parameter.grad);
        }
        else
        {
            Near(expected.OfHead, parameter.grad!);
        }

        Assert.Equal(Numbers(logProbs), Numbers(tiles.LogProbs(states, Targets(targets))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradients_of_hidden_states_are_finite_differences(bool frozen)
    {
        using var scope = NewDisposeScope();
        const double step = 1e-3;
        var (hidden, head, targets, by) = Random(5);
        var gradient = Numbers(new TiledSoftmax(Head(head, frozen), 20).WithBackward(Matrix(hidden), Targets(targets)).Backward(tensor(by)));
        double Loss() => Reference(hidden, head, targets, by).LogProbs.Zip(by, (logProb, weight) => logProb * weight).Sum();

        for (var i = 0; i < 5 * Width; i++)
        {
            ref var x = ref hidden[i / Width][i % Width];
            var before = x;
            x = before + step;
            var above = Loss();
            x = before - step;
            Assert.Equal((above - Loss()) / (2 * step), gradient[i], 1e-4);
            x = before;
        }
    }

    [Fact]
    public void The_first_and_the_last_token_can_be_targets_and_targets_may_repeat()
    {
        using var scope = NewDisposeScope();
        var (hidden, head, _, by) = Random(6);
        int[] targets = [0, Vocabulary - 1, 0, 0, Vocabulary - 1, 15];
        var expected = Reference(hidden, head, targets, by);
        var parameter = Head(head, frozen: false);

        var (logProbs, backward) = new TiledSoftmax(parameter, 6 * 16).WithBackward(Matrix(hidden), Targets(targets));
        Near(expected.OfHidden, backward(tensor(by)));

        Near(expected.LogProbs, logProbs);
        Near(expected.OfHead, parameter.grad!);
    }

    [Theory]
    [InlineData(1e3)]
    [InlineData(1e18)]
    public void Huge_logits_neither_overflow_nor_give_nan(double scale)
    {
        using var scope = NewDisposeScope();
        var (hidden, head, targets, by) = Random(7);
        foreach (var row in hidden)
        {
            foreach (ref var x in row.AsSpan())
            {
                x *= scale;
            }
        }

        var expected = Reference(hidden, head, targets, by);
        var (logProbs, backward) = new TiledSoftmax(Head(head, frozen: false), 7 * 8).WithBackward(Matrix(hidden), Targets(targets));
        var ofHidden = Numbers(backward(tensor(by)));

        foreach (var (wanted, got) in expected.LogProbs.Zip(Numbers(logProbs)))
        {
            Assert.InRange(got, wanted - (1e-5 * scale), Math.Min(0, wanted + (1e-5 * scale)));
        }

        Assert.All(ofHidden, x => Assert.InRange(x, -1e3, 1e3));
    }

    [Fact]
    public void Gradients_of_the_head_add_up()
    {
        using var scope = NewDisposeScope();
        var (hidden, head, targets, by) = Random(5);
        var (otherHidden, _, otherTargets, otherBy) = Random(3);
        var parameter = Head(head, frozen: false);
        var tiles = new TiledSoftmax(parameter, 40);

        _ = tiles.WithBackward(Matrix(hidden), Targets(targets)).Backward(tensor(by));
        _ = tiles.WithBackward(Matrix(otherHidden), Targets(otherTargets)).Backward(tensor(otherBy));

        Near(Reference(hidden, head, targets, by).OfHead.Zip(Reference(otherHidden, head, otherTargets, otherBy).OfHead, (a, b) => a + b).ToArray(), parameter.grad!);
    }

    [Theory]
    [InlineData(0, 100, 64, 37)]
    [InlineData(1, 100, 64, 37)]
    [InlineData(7, 60, 56, 8)]
    [InlineData(9, 8, 9, 1)]
    public void Tiles_cover_the_vocabulary_and_hold_no_more_logits_than_they_may(int count, int tileLogits, int most, int width)
    {
        using var scope = NewDisposeScope();
        var (hidden, head, _, _) = Random(count);

        var tiles = new TiledSoftmax(Head(head, frozen: true), tileLogits).Tiles(Matrix(hidden)).ToList();

        Assert.Equal(Enumerable.Range(0, Vocabulary), tiles.SelectMany(tile => Enumerable.Range((int)tile.Start, (int)tile.Count)));
        Assert.All(tiles, tile => Assert.InRange(count * tile.Count, 0, most));
        Assert.Equal(width, tiles[0].Count);
    }

    [Theory]
    [InlineData(ScalarType.Float32, false)]
    [InlineData(ScalarType.Float32, true)]
    [InlineData(ScalarType.BFloat16, false)]
    [InlineData(ScalarType.BFloat16, true)]
    public void It_equals_autograd_over_all_logits(ScalarType dtype, bool frozen) => EqualsAutograd(CPU, dtype, frozen);

    [Theory]
    [InlineData(ScalarType.Float32, false)]
    [InlineData(ScalarType.Float32, true)]
    [InlineData(ScalarType.BFloat16, false)]
    [InlineData(ScalarType.BFloat16, true)]
    public void It_equals_autograd_over_all_logits_on_a_gpu(ScalarType dtype, bool frozen)
    {
        Gpu.SkipWithout();
        EqualsAutograd(CUDA, dtype, frozen);
    }

    private static void EqualsAutograd(Device device, ScalarType dtype, bool frozen)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3, CPU);
        const int count = 50, vocabulary = 1_003, width = 32;
        var hidden = randn([count, width], generator: generator).to(dtype, device).requires_grad_();
        var head = randn([vocabulary, width], generator: generator).Times(0.3).to(dtype, device);
        var targets = randint(0, vocabulary, [count], int64, generator: generator).to(device);
        var by = randn([count], generator: generator).to(device);
        var (plain, tiled) = (new Parameter(head.clone()), new Parameter(head.clone(), requires_grad: !frozen));

        var expected = nn.functional.linear(hidden, plain).to_type(float32).log_softmax(-1).gather(1, targets.unsqueeze(1)).squeeze(1);
        autograd.backward(expected, by);
        var (logProbs, backward) = new TiledSoftmax(tiled, count * 100).WithBackward(hidden, targets);
        var ofHidden = backward(by);

        // bfloat16 has 8 significant bits. The products are rounded to it, here those of each tile and there those of all.
        var tolerance = dtype == ScalarType.Float32 ? 1e-5 : 1e-2;
        Assert.Equal((float32, float32), (logProbs.dtype, ofHidden.dtype));
        Assert.InRange(Difference(expected, logProbs), 0, 1e-5);
        Assert.InRange(Difference(hidden.grad!, ofHidden), 0, tolerance);
        if (!frozen)
        {
            Assert.Equal(dtype, tiled.grad!.dtype);
            Assert.InRange(Difference(plain.grad!, tiled.grad), 0, tolerance);
        }
    }

    /// <summary>Largest difference, relative to the largest number.</summary>
    private static double Difference(Tensor expected, Tensor actual)
        => (expected.to_type(float32) - actual.to_type(float32)).abs().max().item<float>() / (double)expected.to_type(float32).abs().max().item<float>();

    private static void Near(double[] expected, Tensor actual)
    {
        Assert.Equal(expected.Length, actual.numel());
        Assert.All(expected.Zip(Numbers(actual)), pair => Assert.Equal(pair.First, pair.Second, 2e-5));
    }

    private static float[] Numbers(Tensor values) => values.numel() == 0 ? [] : values.data<float>().ToArray();

    private static Parameter Head(double[][] head, bool frozen) => new(Matrix(head), requires_grad: !frozen);

    private static Tensor Matrix(double[][] rows) => tensor(rows.SelectMany(row => row).Select(x => (float)x).ToArray()).view(rows.Length, Width);

    private static Tensor Targets(int[] targets) => tensor(targets.Select(target => (long)target).ToArray());

    private static (double[][] Hidden, double[][] Head, int[] Targets, float[] By) Random(int count)
    {
        var random = SeededRandom.For(count, "tiles");
        double[][] Rows(int rows) => [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, Width).Select(_ => (double)(float)((4 * random.NextDouble()) - 2)).ToArray())];
        return (Rows(count), Rows(Vocabulary), [.. Enumerable.Range(0, count).Select(_ => random.Next(Vocabulary))], [.. Enumerable.Range(0, count).Select(_ => (float)(random.NextDouble() - 0.5))]);
    }

    /// <summary>log p, and the gradients of Σ by · log p, row after row.</summary>
    private static (double[] LogProbs, double[] OfHidden, double[] OfHead) Reference(double[][] hidden, double[][] head, int[] targets, float[] by)
    {
        var (logProbs, ofHidden, ofHead) = (new double[hidden.Length], new double[hidden.Length * Width], new double[Vocabulary * Width]);
        for (var n = 0; n < hidden.Length; n++)
        {
            double[] logits = [.. head.Select(row => row.Zip(hidden[n], (w, x) => w * x).Sum())];
            var logSum = logits.Max() + Math.Log(logits.Sum(logit => Math.Exp(logit - logits.Max())));
            logProbs[n] = logits[targets[n]] - logSum;
            for (var v = 0; v < Vocabulary; v++)
            {
                var slope = by[n] * ((v == targets[n] ? 1 : 0) - Math.Exp(logits[v] - logSum));
                for (var d = 0; d < Width; d++)
                {
                    ofHidden[(n * Width) + d] += slope * head[v][d];
                    ofHead[(v * Width) + d] += slope * hidden[n][d];
                }
            }
        }

        return (logProbs, ofHidden, ofHead);
    }
}
