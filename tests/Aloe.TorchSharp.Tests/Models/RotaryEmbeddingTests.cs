using static TorchSharp.torch;

namespace Aloe.Torch.Tests;

public sealed class RotaryEmbeddingTests
{
    [Fact]
    public void Factors_are_exact_at_far_positions()
    {
        TorchRuntime.EnsureLoaded();
        using var scope = NewDisposeScope();
        var config = TinyModels.Config() with { HeadSize = 128, RopeTheta = 500_000, MaxPositions = 1 << 30 };
        using var rotary = new RotaryEmbedding(config, CPU, ScalarType.Float32);
        long[] positions = [0, 1, 8_191, 100_000, 131_071];

        var (cos, sin) = rotary.At(tensor(positions).unsqueeze(0));

        Assert.Equal([1, 1, 5, 128], cos.shape);
        var (cosines, sines) = (cos.data<float>().ToArray(), sin.data<float>().ToArray());
        for (var p = 0; p < positions.Length; p++)
        {
            for (var i = 0; i < 64; i++)
            {
                var angle = positions[p] / Math.Pow(500_000, 2.0 * i / 128);
                var at = (p * 128) + i;
                Assert.Equal(Math.Cos(angle), cosines[at], 1e-6);
                Assert.Equal(Math.Cos(angle), cosines[at + 64], 1e-6);
                Assert.Equal(-Math.Sin(angle), sines[at], 1e-6);
                Assert.Equal(Math.Sin(angle), sines[at + 64], 1e-6);
            }
        }
    }

    /// <summary>Llama 3.2 by hand: θ = 500,000, head 64, factor 32, original context 8,192. Waves up to 2,048 positions are kept, those from 8,192 on are divided.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(13, 0.004839421)] // 13 · 2/64 of ln θ = 5.330960; e^−5.330960; its wave, 1,298, is short.
    [InlineData(15, 0.00129055)] // e^−6.151108 = 0.00213112; wave 2,948.3: share kept (8,192 / 2,948.3 − 1) / 3 = 0.592849; 0.592849 · f + 0.407151 · f / 32.
    [InlineData(20, 0.00000857026)] // e^−8.201477 = 0.000274248; wave 22,911 is long: divided by 32.
    public void Llama_3_scaling_agrees_with_numbers_worked_by_hand(int pair, double expected)
    {
        var config = TinyModels.Config() with { HeadSize = 64, RopeTheta = 500_000, RopeScaling = new RopeScaling(RopeScalingKind.Llama3, 32) };
        Assert.Equal(expected, RotaryEmbedding.Frequencies(config)[pair], expected * 1e-4);
    }

    [Fact]
    public void Linear_scaling_divides_every_frequency()
        => Assert.Equal([0.25, 0.0025], RotaryEmbedding.Frequencies(TinyModels.Config() with { HeadSize = 4, RopeTheta = 10_000, RopeScaling = new RopeScaling(RopeScalingKind.Linear, 4) }));
}
