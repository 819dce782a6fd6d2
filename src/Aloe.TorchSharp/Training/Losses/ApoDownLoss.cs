using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>σ(β · chosen) + 1 − σ(β(chosen − rejected)) (D'Oosterlinck et al., 2024).</summary>
internal sealed record ApoDownLoss(double Beta) : IPreferenceLoss
{
    /// <inheritdoc/>
    public Tensor PerPair(Tensor chosen, Tensor rejected) => (chosen.Times(Beta).sigmoid() - (chosen - rejected).Times(Beta).sigmoid()).Plus(1.0);
}
