using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>x · Wᵀ for few rows x in inference on a CPU, as decoding needs it.</summary>
/// <remarks>Computed as (W · xᵀ)ᵀ: with the many rows of the weight on the left, the product packs less memory. Layers of 16 conversations took three quarters of the time, the head two thirds (docs/benchmarks.md).</remarks>
internal static class ThinProduct
{
    private const int MostRows = 32;

    /// <summary>Whether rows [..., in] are few enough, and nobody asks for gradients.</summary>
    public static bool Pays(Tensor x) => x.device_type == TorchSharp.DeviceType.CPU && !is_grad_enabled() && x.numel() <= MostRows * x.shape[^1];

    /// <summary>[..., in] → [..., out].</summary>
    public static Tensor Of(Tensor x, Tensor weight)
    {
        var shape = x.shape;
        var y = weight.mm(x.reshape(-1, shape[^1]).t()).t();
        return shape.Length == 2 ? y : y.view([.. shape[..^1], weight.shape[0]]);
    }
}
