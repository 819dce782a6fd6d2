using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>Root mean square normalisation (Zhang and Sennrich, 2019).</summary>
internal static class RmsNorm
{
    /// <summary>x / √(mean x² + ε) · weight over the last dimension, computed in float32 or wider.</summary>
    public static Tensor Apply(Tensor x, Tensor weight, double epsilon)
    {
        var wide = x.dtype is ScalarType.Float16 or ScalarType.BFloat16 ? x.to(ScalarType.Float32) : x;
        var scale = (wide * wide).mean([-1], keepdim: true).Plus(epsilon).rsqrt();
        return (wide * scale).to(x.dtype) * weight;
    }
}
