namespace Aloe;

/// <summary>
/// The loss of a pair. With r = log-prob of a reply under the policy − its log-prob under the reference, the margin is r(chosen) − r(rejected); β is <see cref="DpoOptions.Beta"/>.
/// The loss of a step is the mean over its pairs. Names and formulas are those of TRL's <c>loss_type</c>.
/// </summary>
public enum PreferenceLoss
{
    /// <summary>−log σ(β · margin) (Rafailov et al., 2023, equation 7).</summary>
    Sigmoid,

    /// <summary>max(0, 1 − β · margin) (Liu et al., 2023, after SLiC, Zhao et al., 2023); a pair with a margin of 1/β or more is left alone.</summary>
    Hinge,

    /// <summary>(margin − 1/(2β))² (Azar et al., 2023, equation 17), with r per token, as TRL has it: in the paper r is of the whole reply. The margin is pulled to 1/(2β) and no further.</summary>
    Ipo,

    /// <summary>
    /// ((1 − ε) · −log σ(β · margin) + ε · log σ(−β · margin)) / (1 − 2ε): the sigmoid loss without its bias where a share ε of the pairs is labelled the wrong way round (Chowdhury et al., 2024);
    /// ε is <see cref="DpoOptions.LabelSmoothing"/>. It can be negative.
    /// </summary>
    Robust,

    /// <summary>1 − σ(β · r(chosen)) + σ(β · r(rejected)): raises the chosen and lowers the rejected reply; for chosen replies that are better than what the model says (D'Oosterlinck et al., 2024, equation 7).</summary>
    ApoZero,

    /// <summary>σ(β · r(chosen)) + 1 − σ(β · margin): lowers both, the rejected reply more; for a model that is better than its chosen replies (D'Oosterlinck et al., 2024, equation 8).</summary>
    ApoDown,

    /// <summary>
    /// −log σ(β · margin) with r per token, so that a longer reply has no larger margin for its length alone (Lambert et al., 2024, section 5.1; TRL's <c>sigmoid_norm</c>).
    /// Margins per token are small: β is usually 2 to 10 instead of 0.1.
    /// </summary>
    LengthNormalizedSigmoid,
}
