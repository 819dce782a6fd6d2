using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>The loss of a pair as a function of the log-ratios of its replies: log-prob under the policy − log-prob under the reference.</summary>
internal interface IPreferenceLoss
{
    /// <summary>Whether it takes log-ratios per token, so that the length of a reply does not count, instead of those of whole replies.</summary>
    bool PerToken => false;

    /// <summary>[N] loss of each pair.</summary>
    /// <param name="chosen">[N] log-ratios of the preferred replies.</param>
    /// <param name="rejected">[N] log-ratios of the rejected replies.</param>
    Tensor PerPair(Tensor chosen, Tensor rejected);

    /// <summary>The loss that options ask for.</summary>
    static IPreferenceLoss Of(DpoOptions options) => options.Loss switch
    {
        PreferenceLoss.Sigmoid => new SigmoidLoss(options.Beta),
        PreferenceLoss.Hinge => new HingeLoss(options.Beta),
        PreferenceLoss.Ipo => new IpoLoss(options.Beta),
        PreferenceLoss.Robust => new RobustLoss(options.Beta, options.LabelSmoothing),
        PreferenceLoss.ApoZero => new ApoZeroLoss(options.Beta),
        PreferenceLoss.ApoDown => new ApoDownLoss(options.Beta),
        PreferenceLoss.LengthNormalizedSigmoid => new LengthNormalizedSigmoidLoss(options.Beta),
        var other => throw new ArgumentOutOfRangeException(nameof(options), other, $"There is no preference loss {other}."),
    };
}
