using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>Rotary position embedding in Hugging Face's layout, where dimension i turns together with i + head/2 (Su et al., 2021, equation 34).</summary>
/// <remarks>
/// The factors of the positions of a pass are computed for that pass, which costs little beside a single layer; a table for a model of 131,072 positions would take 134 MB.
/// Angles are float64: in float32, as transformers has them, the angle of position 100,000 is off by up to 0.004.
/// </remarks>
internal sealed class RotaryEmbedding : IDisposable
{
    private readonly ScalarType _dtype;
    private readonly Tensor _frequencies;

    public RotaryEmbedding(DecoderConfig config, Device device, ScalarType dtype)
    {
        _dtype = dtype;
        using var scope = NewDisposeScope();
        _frequencies = tensor(Frequencies(config), float64, device).DetachFromDisposeScope();
    }

    /// <summary>The angle by which each pair of dimensions turns per position, [head / 2].</summary>
    public static double[] Frequencies(DecoderConfig config) => [.. Enumerable.Range(0, config.HeadSize / 2)
        .Select(i => Math.Pow(config.RopeTheta, -2.0 * i / config.HeadSize))
        .Select(frequency => config.RopeScaling?.Apply(frequency) ?? frequency)];

    /// <summary>The factors for positions [B, T], each [B, 1, T, head].</summary>
    public (Tensor Cos, Tensor Sin) At(Tensor positions)
    {
        using var scope = NewDisposeScope();
        var angles = positions.to(float64).view(positions.shape[0], 1, positions.shape[1], 1) * _frequencies;
        var (cos, sin) = (angles.cos().to(_dtype), angles.sin().to(_dtype));
        // The sign of rotate-half, folded in.
        return (cat([cos, cos], -1).MoveToOuterDisposeScope(), cat([sin.neg(), sin], -1).MoveToOuterDisposeScope());
    }

    /// <summary>Turns queries or keys [B, heads, T, head].</summary>
    public static Tensor Apply(Tensor heads, Tensor cos, Tensor sin)
        => addcmul(heads * cos, heads.roll(heads.shape[^1] / 2, -1), sin, HeldScalar.Of(1L));

    public void Dispose() => _frequencies.Dispose();
}
