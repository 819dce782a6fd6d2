using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>Rotary position embedding in Hugging Face's layout, where dimension i turns together with i + head/2 (Su et al., 2021, equation 34).</summary>
internal sealed class RotaryEmbedding : IDisposable
{
    private readonly int _headSize;
    private readonly Tensor _cos;
    private readonly Tensor _sin;

    public RotaryEmbedding(DecoderConfig config, Device device, ScalarType dtype)
    {
        _headSize = config.HeadSize;
        var half = config.HeadSize / 2;
        var positions = config.MaxPositions + 1; // One more, for padding behind a sequence of full length.
        var cosines = new float[positions * config.HeadSize];
        var sines = new float[positions * config.HeadSize];
        for (var position = 0; position < positions; position++)
        {
            for (var i = 0; i < half; i++)
            {
                var (sin, cos) = Math.SinCos(position * Math.Pow(config.RopeTheta, -2.0 * i / config.HeadSize));
                var at = (position * config.HeadSize) + i;
                (cosines[at], cosines[at + half]) = ((float)cos, (float)cos);
                (sines[at], sines[at + half]) = ((float)-sin, (float)sin); // The sign of rotate-half, folded in.
            }
        }

        using var scope = NewDisposeScope();
        _cos = tensor(cosines, [positions, config.HeadSize]).to(dtype, device).DetachFromDisposeScope();
        _sin = tensor(sines, [positions, config.HeadSize]).to(dtype, device).DetachFromDisposeScope();
    }

    /// <summary>The factors for positions [B, T], each [B, 1, T, head].</summary>
    public (Tensor Cos, Tensor Sin) At(Tensor positions)
    {
        var flat = positions.reshape(-1);
        long[] shape = [positions.shape[0], 1, positions.shape[1], _headSize];
        return (_cos.index_select(0, flat).view(shape), _sin.index_select(0, flat).view(shape));
    }

    /// <summary>Turns queries or keys [B, heads, T, head].</summary>
    public static Tensor Apply(Tensor heads, Tensor cos, Tensor sin)
        => addcmul(heads * cos, heads.roll(heads.shape[^1] / 2, -1), sin, HeldScalar.Of(1L));

    public void Dispose()
    {
        _cos.Dispose();
        _sin.Dispose();
    }
}
