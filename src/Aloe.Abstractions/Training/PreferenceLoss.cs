namespace Aloe;

/// <summary>The loss of a pair, as a function of its margin: with r = log-prob under the policy − log-prob under the reference, the margin is r(chosen) − r(rejected).</summary>
public enum PreferenceLoss
{
    /// <summary>−log σ(β · margin) (Rafailov et al., 2023, equation 7).</summary>
    Sigmoid,

    /// <summary>max(0, 1 − β · margin) (SLiC, Zhao et al., 2023).</summary>
    Hinge,

    /// <summary>(margin − 1/(2β))², on log-probs per token (Azar et al., 2023, equation 17).</summary>
    Ipo,

    /// <summary>Sigmoid loss that stays unbiased when a share ε of the pairs is labelled the wrong way round (Chowdhury et al., 2024); ε is <see cref="DpoOptions.LabelSmoothing"/>.</summary>
    Robust,

    /// <summary>1 − σ(β · r(chosen)) + σ(β · r(rejected)): raises the chosen and lowers the rejected reply (D'Oosterlinck et al., 2024).</summary>
    ApoZero,

    /// <summary>σ(β · r(chosen)) + 1 − σ(β · margin): lowers both, the rejected reply more; for a model that is better than its chosen replies (D'Oosterlinck et al., 2024).</summary>
    ApoDown,

    /// <summary>Sigmoid loss on log-probs per token, so that longer replies have no larger margins for their length alone (Meng et al., 2024, with a reference model).</summary>
    LengthNormalizedSigmoid,
}
