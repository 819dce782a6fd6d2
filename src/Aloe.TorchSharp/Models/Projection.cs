using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>A linear map x · Wᵀ + b, which an adapter may change.</summary>
/// <param name="weight">W, [out, in].</param>
/// <param name="bias">b, [out]; null for none.</param>
internal sealed class Projection(Parameter weight, Parameter? bias = null)
{
    /// <summary>W.</summary>
    public Parameter Weight => weight;

    /// <summary>What an adapter adds to W; null without one.</summary>
    public LowRankUpdate? Update { get; set; }

    /// <summary>[..., in] → [..., out].</summary>
    public Tensor Apply(Tensor x)
    {
        var y = ThinProduct.Pays(x) ? Thin(x) : nn.functional.linear(x, weight, bias);
        return Update is { Enabled: true } update ? y.Plus(update.Apply(x)) : y;
    }

    private Tensor Thin(Tensor x)
    {
        var y = ThinProduct.Of(x, weight);
        return bias is null ? y : y.Plus(bias);
    }
}
