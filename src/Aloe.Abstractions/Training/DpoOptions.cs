namespace Aloe;

/// <summary>Options of direct preference optimisation (Rafailov et al., 2023, equation 7).</summary>
public sealed class DpoOptions : TrainingOptions
{
    /// <summary>Loss of a pair. <value>Default: <see cref="PreferenceLoss.Sigmoid"/>, as published.</value></summary>
    public PreferenceLoss Loss { get; set => field = Require.Defined(value); }

    /// <summary>Share ε of pairs taken to be labelled the wrong way round; used by <see cref="PreferenceLoss.Robust"/> only. <value>Default: 0.1. Range: 0 to 0.49.</value></summary>
    public double LabelSmoothing { get; set => field = Require.InRange(value, 0, 0.49); } = 0.1;

    /// <summary>Strength of the pull towards the reference model. <value>Default: 0.9, as published. Range: above 0.</value></summary>
    public double Beta { get; set => field = Require.Positive(value); } = 0.9;

    /// <summary>Weight of an added SFT loss on the chosen replies, per token; keeps the policy fluent. <value>Default: 0, as published. Range: 0 to 100.</value></summary>
    public double SftWeight { get; set => field = Require.InRange(value, 0, 100); }
}
