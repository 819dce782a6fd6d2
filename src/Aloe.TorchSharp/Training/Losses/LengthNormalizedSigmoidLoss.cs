using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>−log σ(β(chosen − rejected)) on log-ratios per token (Lambert et al., 2024, section 5.1).</summary>
internal sealed record LengthNormalizedSigmoidLoss(double Beta) : IPreferenceLoss
{
    private readonly SigmoidLoss _sigmoid = new(Beta);

    /// <inheritdoc/>
    public bool PerToken => true;

    /// <inheritdoc/>
    public Tensor PerPair(Tensor chosen, Tensor rejected) => _sigmoid.PerPair(chosen, rejected);
}
