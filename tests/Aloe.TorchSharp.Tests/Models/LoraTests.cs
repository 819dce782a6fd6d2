using Aloe.Torch.Tests.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests;

public sealed class LoraTests : IDisposable
{
    private static readonly int[] Tokens = [5, 17, 33, 0, 17, 8];
    private static readonly int[] Positions = [0, 1, 2, 3, 4, 5];
    private readonly TemporaryFolder _folder = new();
    private readonly DecoderModel _model = TinyWorld.Model();

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void An_adapter_adds_what_was_worked_out_by_hand()
    {
        using var scope = NewDisposeScope();
        var projection = new Projection(new Parameter(tensor(new float[,] { { 1, 2 }, { 3, 4 } })));
        var options = new LoraOptions { Rank = 1, Alpha = 3, Projections = ["q_proj"] };
        var adapter = new LoraAdapter(options, [new("model.layers.0.self_attn.q_proj", projection)], (name, _) => name.Contains("lora_A", StringComparison.Ordinal) ? tensor(new float[,] { { 1, 0.5f } }) : tensor(new float[,] { { 2 }, { -1 } }));

        // W x = (5, 11); A x = 2; 3 · B · 2 = (12, −6).
        Assert.Equal([17, 5], projection.Apply(tensor([1f, 2f])).data<float>().ToArray());
        adapter.Enabled = false;
        Assert.Equal([5, 11], projection.Apply(tensor([1f, 2f])).data<float>().ToArray());
        adapter.MergeIntoWeights();

        // W + 3 · B · A = ((1 + 6, 2 + 3), (3 − 3, 4 − 1.5)).
        Assert.Equal([7, 5, 0, 2.5f], projection.Weight.data<float>().ToArray());
    }

    [Fact]
    public void A_fresh_adapter_changes_nothing_and_follows_its_seed()
    {
        using var scope = NewDisposeScope();
        using var other = TinyWorld.Model();
        var before = Logits(_model);

        var adapter = _model.AddAdapter(new LoraOptions { Rank = 4 }, seed: 3);
        var same = other.AddAdapter(new LoraOptions { Rank = 4 }, seed: 3);

        Assert.Equal(before, Logits(_model));
        Assert.Equal(2 * 2 * 7, adapter.Parameters.Count);
        foreach (var ((name, parameter), (_, twin)) in adapter.Parameters.Zip(same.Parameters))
        {
            var values = parameter.data<float>().ToArray();
            Assert.Equal(values, twin.data<float>().ToArray());
            if (name.EndsWith("lora_B.weight", StringComparison.Ordinal))
            {
                Assert.All(values, value => Assert.Equal(0, value));
            }
            else
            {
                // Uniform in ±1/√in: mean square 1/(3 · in).
                var bound = 1 / Math.Sqrt(parameter.shape[1]);
                Assert.All(values, value => Assert.InRange(Math.Abs(value), 0, bound));
                Assert.InRange(values.Average(value => value * value) * 3 / (bound * bound), 0.6, 1.4);
            }
        }

        Assert.Throws<InvalidOperationException>(() => _model.AddAdapter(new LoraOptions(), seed: 3));
    }

    [Fact]
    public void Only_the_chosen_projections_are_adapted()
    {
        var adapter = _model.AddAdapter(new LoraOptions { Rank = 2, Projections = ["v_proj", "q_proj"] }, seed: 3);

        Assert.Equal(
            ["model.layers.0.self_attn.q_proj.lora_A.weight", "model.layers.0.self_attn.q_proj.lora_B.weight", "model.layers.0.self_attn.v_proj.lora_A.weight", "model.layers.0.self_attn.v_proj.lora_B.weight"],
            adapter.Parameters.Take(4).Select(pair => pair.Key));
        Assert.Equal([[2, 24], [32, 2], [2, 24], [16, 2]], adapter.Parameters.Take(4).Select(pair => pair.Value.shape));
        Assert.Same(adapter.Parameters, _model.Trainable);
    }

    [Fact]
    public void Switched_off_the_adapter_leaves_exactly_the_base()
    {
        var before = Logits(_model);
        var adapter = TinyWorld.Adapt(_model);
        var with = Logits(_model);

        adapter.Enabled = false;

        Assert.Equal(before, Logits(_model));
        Assert.InRange(Difference(before, with), 0.1, double.MaxValue);
    }

    [Fact]
    public void Gradients_agree_with_finite_differences_and_the_base_has_none()
    {
        _model.Save(_folder.Path, ScalarType.Float32);
        using var model = DecoderModel.Load(_folder.Path, CPU, ScalarType.Float64);
        TinyWorld.Adapt(model);
        using var scope = NewDisposeScope();
        Tensor Loss() => model.Logits(model.Hidden(TinyModels.Row(Tokens, model), TinyModels.Row(Positions, model))).square().mean();

        Loss().backward();

        Assert.All(model.Parameters, pair => Assert.True(pair.Value.grad is null && !pair.Value.requires_grad, pair.Key));
        foreach (var (name, parameter) in model.Trainable)
        {
            Assert.Equal(ScalarType.Float32, parameter.grad!.dtype);
            using var noGradient = no_grad();
            using var start = parameter.clone();
            var direction = randn(parameter.shape, generator: new Generator(3, CPU));
            double At(double step)
            {
                parameter.copy_(start + (direction * step));
                return Loss().item<double>();
            }

            const double Step = 1.0 / 1024;
            var measured = (At(Step) - At(-Step)) / (2 * Step);
            parameter.copy_(start);
            var expected = (parameter.grad! * direction).sum().item<float>();
            Assert.True(Math.Abs(expected - measured) <= 1e-3 * Math.Max(0.01, Math.Abs(expected)), $"{name}: {expected} by autograd, {measured} measured");
            Assert.NotEqual(0, expected);
        }
    }

    [Fact]
    public void A_reduced_base_keeps_adapter_and_gradients_in_float32()
    {
        _model.Save(_folder.Path, ScalarType.Float32);
        using var model = DecoderModel.Load(_folder.Path, CPU, ScalarType.BFloat16);
        TinyWorld.Adapt(model);
        TinyWorld.Adapt(_model);
        using var scope = NewDisposeScope();

        var logits = model.Logits(model.Hidden(TinyModels.Row(Tokens, model), TinyModels.Row(Positions, model)));
        logits.to_type(ScalarType.Float32).square().mean().backward();

        Assert.Equal(ScalarType.BFloat16, logits.dtype);
        Assert.All(model.Trainable, pair => Assert.Equal((ScalarType.Float32, ScalarType.Float32), (pair.Value.dtype, pair.Value.grad!.dtype)));
        var exact = Logits(_model);
        Assert.InRange(Difference(exact, Logits(model)) / exact.SelectMany(row => row).Max(Math.Abs), 1e-6, 0.1);
    }

    [Fact]
    public void Merging_changes_no_more_than_the_last_digits_and_frees_the_weights()
    {
        TinyWorld.Adapt(_model);
        var with = Logits(_model);

        _model.MergeAdapter();

        Assert.InRange(Difference(with, Logits(_model)), 0, 1e-3 * with.SelectMany(row => row).Max(Math.Abs));
        Assert.Null(_model.Adapter);
        Assert.Same(_model.Parameters, _model.Trainable);
        Assert.All(_model.Parameters, pair => Assert.True(pair.Value.requires_grad));
        Assert.Throws<InvalidOperationException>(_model.MergeAdapter);
    }

    [Fact]
    public void A_merge_into_bfloat16_is_rounded_once()
    {
        _model.Save(_folder.Path, ScalarType.BFloat16);
        using var model = DecoderModel.Load(_folder.Path, CPU, ScalarType.BFloat16);
        using var scope = NewDisposeScope();
        var adapter = TinyWorld.Adapt(model);
        var parameters = adapter.Parameters.ToDictionary();
        const string Module = "model.layers.1.mlp.down_proj";
        var weight = model.Parameters.Single(pair => pair.Key == $"{Module}.weight").Value;
        var expected = (weight.to(ScalarType.Float64) + (parameters[$"{Module}.lora_B.weight"].to(ScalarType.Float64).mm(parameters[$"{Module}.lora_A.weight"].to(ScalarType.Float64)) * (5 / 3.0))).to(ScalarType.Float32).to(ScalarType.BFloat16);

        model.MergeAdapter();

        // Of 768 sums hardly one lies so near to the middle of two numbers that float32 decides otherwise than float64.
        Assert.InRange(weight.ne(expected).sum().item<long>(), 0, 2);
    }

    [Fact]
    public void Twins_share_the_adapter()
    {
        using var scope = NewDisposeScope();
        var adapter = TinyWorld.Adapt(_model);
        using var twin = _model.ShareWeights();
        using (no_grad())
        {
            adapter.Parameters[1].Value.mul_(-1);
        }

        Assert.Equal(Logits(_model), Logits(twin));
        Assert.All(twin.Parameters, pair => Assert.False(pair.Value.requires_grad));
    }

    private static float[][] Logits(DecoderModel model) => TinyModels.Logits(model, Tokens, Positions);

    private static double Difference(float[][] expected, float[][] actual)
        => expected.Zip(actual, (e, a) => e.Zip(a, (x, y) => Math.Abs(x - y)).Max()).Max();
}
