using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>A linear map x · Wᵀ + b.</summary>
/// <param name="weight">W, [out, in].</param>
/// <param name="bias">b, [out]; null for none.</param>
internal sealed class Projection(Parameter weight, Parameter? bias = null)
{
    /// <summary>[..., in] → [..., out].</summary>
    public Tensor Apply(Tensor x) => nn.functional.linear(x, weight, bias);
}
