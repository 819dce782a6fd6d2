using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>A low-rank change of one projection, scale · B · A (Hu et al., 2021, equation 3).</summary>
/// <param name="adapter">What it is part of.</param>
/// <param name="a">A, [rank, in], float32.</param>
/// <param name="b">B, [out, rank], float32.</param>
/// <param name="scale">α / rank.</param>
internal sealed class LowRankUpdate(LoraAdapter adapter, Parameter a, Parameter b, double scale)
{
    /// <summary>Whether it has an effect.</summary>
    public bool Enabled => adapter.Enabled;

    /// <summary>What it adds to the projection of x: [..., in] → [..., out].</summary>
    /// <remarks>Computed in x's number type, as mixed precision does: of the frozen weights nothing needs x in the backward pass, so a float32 copy of x would be the largest thing kept.</remarks>
    public Tensor Apply(Tensor x)
    {
        using var scope = NewDisposeScope();
        var inner = nn.functional.linear(x, a.to_type(x.dtype)).Times(scale);
        return nn.functional.linear(inner, b.to_type(x.dtype)).MoveToOuterDisposeScope();
    }

    /// <summary>Adds it to a weight of any number type, computed in float32 and rounded once.</summary>
    public void AddTo(Parameter weight)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        weight.copy_(weight.to_type(float32).Plus(b.mm(a).Times(scale)));
    }
}
