using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>1 − σ(β · chosen) + σ(β · rejected) (D'Oosterlinck et al., 2024).</summary>
internal sealed record ApoZeroLoss(double Beta) : IPreferenceLoss
{
    /// <inheritdoc/>
    public Tensor PerPair(Tensor chosen, Tensor rejected) => (rejected.Times(Beta).sigmoid() - chosen.Times(Beta).sigmoid()).Plus(1.0);
}
