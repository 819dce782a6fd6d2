using static TorchSharp.torch;

namespace Aloe.Torch.Tests;

public sealed class DecoderModelTests
{
    private static readonly int[] Tokens = [5, 17, 96, 0, 17, 33, 8];

    public static TheoryData<string> Variants => TinyModels.Variants;

    [Theory]
    [MemberData(nameof(Variants))]
    public void Logits_equal_those_of_the_double_precision_reference(string variant)
    {
        TorchRuntime.EnsureLoaded();
        using var model = TinyModels.Create(TinyModels.Variant(variant));
        var positions = Enumerable.Range(0, Tokens.Length).ToArray();

        var expected = new ReferenceDecoder(model).Logits(Tokens, positions, (query, key) => key <= query);

        Assert.True(expected.SelectMany(row => row).Max(Math.Abs) > 1, "the reference must not be all but zero");
        Assert.InRange(TinyModels.Difference(expected, TinyModels.Logits(model, Tokens, positions)), 0, 1e-4);
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("mistral-window")]
    [InlineData("qwen2-window")]
    public void A_tree_mask_and_tree_positions_are_honoured(string variant)
    {
        TorchRuntime.EnsureLoaded();
        using var model = TinyModels.Create(TinyModels.Variant(variant));
        // Two leaves, 3-4 and 5-6, on the trunk 0-1-2.
        int[] parents = [-1, 0, 1, 2, 3, 2, 5];
        int[] positions = [0, 1, 2, 3, 4, 3, 4];
        bool Sees(int query, int key) => query == key || (query > key && parents[query] >= 0 && Sees(parents[query], key));
        var allowed = new bool[49];
        for (var i = 0; i < 49; i++)
        {
            allowed[i] = Sees(i / 7, i % 7);
        }

        using var mask = tensor(allowed, [1, 1, 7, 7]);
        var expected = new ReferenceDecoder(model).Logits(Tokens, positions, Sees);
        var actual = TinyModels.Logits(model, Tokens, positions, mask);

        Assert.InRange(TinyModels.Difference(expected, actual), 0, 1e-4);
        var linear = TinyModels.Logits(model, [.. Tokens[..3], .. Tokens[5..]], [0, 1, 2, 3, 4]);
        Assert.InRange(linear[4].Zip(actual[6], (a, b) => Math.Abs(a - b)).Max(), 0, 1e-4);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(5)]
    [InlineData(150)]
    public void Long_rows_are_cut_into_blocks_without_a_difference(int? window)
    {
        TorchRuntime.EnsureLoaded();
        using var model = TinyModels.Create(TinyModels.Config(maxPositions: 400) with { Architecture = DecoderArchitecture.Mistral, SlidingWindow = window });
        var tokens = Enumerable.Range(0, 300).Select(i => (i * i * 7) % 97).ToArray();
        var positions = Enumerable.Range(0, 300).ToArray();

        var whole = TinyModels.Logits(model, tokens, positions);
        var masked = TinyModels.Logits(model, tokens, positions, ones(300, 300, dtype: ScalarType.Bool).tril());

        Assert.Equal(0, Difference(whole, masked));
        Assert.InRange(Difference(whole, Cached(model, tokens, 300)), 0, 1e-4);
        // A prefix gives what the whole row gives, though its blocks are others.
        Assert.InRange(Difference(whole[..140], TinyModels.Logits(model, tokens[..140], positions[..140])), 0, 1e-4);
    }

    [Theory]
    [InlineData("llama", 1)]
    [InlineData("llama", 4)]
    [InlineData("llama", 7)]
    [InlineData("mistral-window", 1)]
    [InlineData("mistral-window", 4)]
    [InlineData("mistral-window", 7)]
    [InlineData("qwen2-window", 1)]
    [InlineData("qwen2-window", 3)]
    [InlineData("qwen3", 2)]
    [InlineData("olmo-clip", 2)]
    public void A_cache_changes_nothing_but_the_time(string variant, int step)
    {
        TorchRuntime.EnsureLoaded();
        using var model = TinyModels.Create(TinyModels.Variant(variant));
        Assert.InRange(Difference(TinyModels.Logits(model, Tokens, [.. Enumerable.Range(0, 7)]), Cached(model, Tokens, step)), 0, 1e-4);
    }

    [Fact]
    public void Rows_of_a_batch_do_not_see_one_another()
    {
        TorchRuntime.EnsureLoaded();
        using var model = TinyModels.Create(TinyModels.Config());
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var batch = tensor(new long[] { 5, 17, 96, 0, 3, 3, 9, 1 }).view(2, 4);
        var logits = model.Logits(model.Hidden(batch, arange(4).expand(2, 4)));

        int[] places = [0, 1, 2, 3];
        Assert.InRange(Difference(TinyModels.Logits(model, [5, 17, 96, 0], places), TinyModels.Rows(logits[0])), 0, 1e-5);
        Assert.InRange(Difference(TinyModels.Logits(model, [3, 3, 9, 1], places), TinyModels.Rows(logits[1])), 0, 1e-5);
    }

    [Theory]
    [InlineData("llama-untied")]
    [InlineData("llama-bias")]
    [InlineData("mistral-window")]
    [InlineData("qwen2")]
    [InlineData("qwen3-bias")]
    [InlineData("olmo")]
    [InlineData("olmo-clip")]
    public void Gradients_agree_with_finite_differences_in_every_parameter(string variant)
    {
        TorchRuntime.EnsureLoaded();
        using var single = TinyModels.Create(TinyModels.Variant(variant));
        using var folder = new TemporaryFolder();
        single.Save(folder.Path, ScalarType.Float32);
        using var model = DecoderModel.Load(folder.Path, CPU, ScalarType.Float64);
        using var scope = NewDisposeScope();
        double Loss() => LossOf().item<double>();
        Tensor LossOf() => model.Logits(model.Hidden(TinyModels.Row(Tokens, model), TinyModels.Row([.. Enumerable.Range(0, 7)], model))).square().mean();

        LossOf().backward();
        foreach (var (name, parameter) in model.Parameters)
        {
            // Along a random direction.
            var direction = randn(parameter.shape, dtype: ScalarType.Float64, generator: new Generator(3, CPU));
            var expected = (parameter.grad! * direction).sum().item<double>();
            using var noGradient = no_grad();
            var step = 1e-6;
            parameter.add_(direction, step);
            var above = Loss();
            parameter.add_(direction, -2 * step);
            var below = Loss();
            parameter.add_(direction, step);
            var measured = (above - below) / (2 * step);
            Assert.True(Math.Abs(expected - measured) <= 1e-4 * Math.Max(0.01, Math.Abs(expected)), $"{name}: {expected} by autograd, {measured} measured");
            Assert.NotEqual(0, expected);
        }
    }

    [Fact]
    public void A_seed_fixes_the_weights_and_their_spread_is_as_documented()
    {
        TorchRuntime.EnsureLoaded();
        using var scope = NewDisposeScope();
        var config = DecoderConfig.Nano(300);
        using var a = DecoderModel.Create(config, 5, CPU, ScalarType.Float32);
        using var b = DecoderModel.Create(config, 5, CPU, ScalarType.Float32);
        using var c = DecoderModel.Create(config, 6, CPU, ScalarType.Float32);

        Assert.All(a.Parameters.Zip(b.Parameters), pair => Assert.True(pair.First.Value.equal(pair.Second.Value).all().item<bool>()));
        Assert.False(a.Parameters[0].Value.equal(c.Parameters[0].Value).all().item<bool>());
        Assert.Equal(4 * ((2 * 192) + (2 * 192 * 192) + (2 * 192 * 96) + (3 * 192 * 512)) + 192 + (300 * 192), a.Parameters.Sum(parameter => parameter.Value.numel()));
        double Spread(string name) => a.Parameters.Single(parameter => parameter.Key == name).Value.std().item<float>();
        Assert.InRange(Spread("model.layers.1.mlp.up_proj.weight"), 0.0198, 0.0202);
        Assert.InRange(Spread("model.layers.1.mlp.down_proj.weight") * Math.Sqrt(8), 0.0198, 0.0202);
    }

    [Fact]
    public void A_saved_model_gives_the_same_logits_and_a_smaller_type_nearly_so()
    {
        TorchRuntime.EnsureLoaded();
        using var folder = new TemporaryFolder();
        using var model = TinyModels.Create(TinyModels.Config());
        var positions = Enumerable.Range(0, 7).ToArray();
        var logits = TinyModels.Logits(model, Tokens, positions);
        model.Save(folder.Path, ScalarType.Float32);
        using (var loaded = DecoderModel.Load(folder.Path, CPU, ScalarType.Float32))
        {
            Assert.Equal(logits, TinyModels.Logits(loaded, Tokens, positions));
        }

        model.Save(folder.Path, ScalarType.BFloat16);
        using var small = DecoderModel.Load(folder.Path, CPU, ScalarType.BFloat16);
        Assert.InRange(Difference(logits, TinyModels.Logits(small, Tokens, positions)) / logits.SelectMany(row => row).Max(Math.Abs), 1e-6, 0.1);
        Assert.Equal(["config.json", "model.safetensors"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_gpu_gives_the_logits_of_the_cpu()
    {
        Gpu.SkipWithout();
        using var folder = new TemporaryFolder();
        using var model = TinyModels.Create(TinyModels.Config());
        model.Save(folder.Path, ScalarType.Float32);
        using var onGpu = DecoderModel.Load(folder.Path, CUDA, ScalarType.Float32);
        var positions = Enumerable.Range(0, 7).ToArray();
        Assert.InRange(Difference(TinyModels.Logits(model, Tokens, positions), TinyModels.Logits(onGpu, Tokens, positions)), 0, 1e-3);
        Assert.InRange(Difference(TinyModels.Logits(model, Tokens, positions), Cached(onGpu, Tokens, 2)), 0, 1e-3);
    }

    private static double Difference(float[][] expected, float[][] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        return expected.Zip(actual, (e, a) => e.Zip(a, (x, y) => Math.Abs(x - y)).Max()).Max();
    }

    /// <summary>Logits of a row that is computed piece by piece, beside a longer row and a cache that must grow.</summary>
    private static float[][] Cached(DecoderModel model, int[] tokens, int step)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        using var cache = new KeyValueCache(model, rows: 2, capacity: 3);
        var logits = new List<float[]>();
        for (var start = 0; start < tokens.Length; start += step)
        {
            var places = Enumerable.Range(start, Math.Min(step, tokens.Length - start)).ToArray();
            cache.Length = places[^1] + 1;
            var both = cat([TinyModels.Row([.. places.Select(place => tokens[place])], model), TinyModels.Row([.. places.Select(place => (place * 5) % 97)], model)]);
            logits.AddRange(TinyModels.Rows(model.Logits(model.Hidden(both, TinyModels.Row(places, model).expand(2, -1), mask: null, cache))[0]));
            cache.Permute([(0, 1), (1, 0)]);
            cache.Permute([(0, 1), (1, 0)]);
        }

        return [.. logits];
    }
}
