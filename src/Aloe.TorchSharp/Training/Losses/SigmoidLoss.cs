using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>−log σ(β(chosen − rejected)) (Rafailov et al., 2023, equation 7).</summary>
internal sealed record SigmoidLoss(double Beta) : IPreferenceLoss
{
    /// <inheritdoc/>
    public Tensor PerPair(Tensor chosen, Tensor rejected) => nn.functional.logsigmoid((chosen - rejected).Times(Beta)).neg();
}
