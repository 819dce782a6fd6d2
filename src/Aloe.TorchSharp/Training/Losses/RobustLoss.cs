using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Aloe.Torch.Training;

/// <summary>((1 − ε) · −log σ(m) − ε · −log σ(−m)) / (1 − 2ε) with m = β(chosen − rejected) (Chowdhury et al., 2024): its mean over labels flipped with probability ε is the sigmoid loss of the true labels.</summary>
internal sealed record RobustLoss(double Beta, double LabelSmoothing) : IPreferenceLoss
{
    /// <inheritdoc/>
    public Tensor PerPair(Tensor chosen, Tensor rejected)
    {
        var margin = (chosen - rejected).Times(Beta);
        return logsigmoid(margin).Times(LabelSmoothing - 1).Plus(logsigmoid(margin.neg()).Times(LabelSmoothing)).Over(1 - (2 * LabelSmoothing));
    }
}
