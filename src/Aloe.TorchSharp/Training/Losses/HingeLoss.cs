using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>max(0, 1 − β(chosen − rejected)) (Liu et al., 2023, after Zhao et al., 2023).</summary>
internal sealed record HingeLoss(double Beta) : IPreferenceLoss
{
    /// <inheritdoc/>
    public Tensor PerPair(Tensor chosen, Tensor rejected) => nn.functional.relu((chosen - rejected).Times(-Beta).Plus(1.0));
}
