using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>The loss of direct preference optimisation, −log σ(margin) (Rafailov et al., 2023, equation 7).</summary>
/// <param name="Beta">Strength of the pull towards the reference model.</param>
internal readonly record struct SigmoidDpoLoss(double Beta)
{
    /// <summary>Differences of the implicit rewards: β((chosen − reference chosen) − (rejected − reference rejected)).</summary>
    /// <param name="chosen">[N] log-probs of the preferred replies under the policy.</param>
    /// <param name="rejected">[N] log-probs of the rejected replies under the policy.</param>
    /// <param name="referenceChosen">[N] log-probs of the preferred replies under the reference.</param>
    /// <param name="referenceRejected">[N] log-probs of the rejected replies under the reference.</param>
    public Tensor Margins(Tensor chosen, Tensor rejected, Tensor referenceChosen, Tensor referenceRejected)
        => ((chosen - referenceChosen) - (rejected - referenceRejected)).Times(Beta);

    /// <summary>[N] loss of each pair.</summary>
    /// <param name="margins">[N].</param>
    public static Tensor PerPair(Tensor margins) => nn.functional.logsigmoid(margins).neg();
}
