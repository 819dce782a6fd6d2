using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>Normalisation of the residual stream: RMSNorm with a weight, or OLMo's LayerNorm without one.</summary>
/// <param name="weight">Weight of RMSNorm; null for LayerNorm.</param>
/// <param name="epsilon">Keeps the division finite.</param>
internal sealed class Norm(Parameter? weight, double epsilon)
{
    /// <summary>Normalises the last dimension.</summary>
    public Tensor Apply(Tensor x) => weight is null ? LayerNorm(x) : RmsNorm.Apply(x, weight, epsilon);

    /// <summary>(x − mean) / √(variance + ε), computed in float32 or wider.</summary>
    private Tensor LayerNorm(Tensor x)
    {
        var wide = x.dtype is ScalarType.Float16 or ScalarType.BFloat16 ? x.to(ScalarType.Float32) : x;
        return nn.functional.layer_norm(wide, [x.shape[^1]], weight: null, bias: null, epsilon).to(x.dtype);
    }
}
