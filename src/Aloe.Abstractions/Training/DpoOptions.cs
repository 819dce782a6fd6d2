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

    /// <summary>
    /// The published values: sigmoid loss, β 0.9, learning rate 1e-5, 48 pairs a step, 1 epoch. A step counts trees here: 5 trees of 10 turns have 50 pairs.
    /// The paper states no schedule, so it is the one of the trainer it used: linear decay without warm-up, no weight decay.
    /// </summary>
    public static DpoOptions AsPublished() => new()
    {
        Preset = TrainingPreset.AsPublished,
        Loss = PreferenceLoss.Sigmoid,
        Beta = 0.9,
        LearningRate = 1e-5,
        BatchSize = 5,
        Epochs = 1,
        MaxRowTokens = 8_192,
        WarmupRatio = 0,
        Decay = LearningRateDecay.Linear,
    };

    /// <summary>
    /// Recommended values: β 0.1, learning rate 5e-7 (with adapters 5e-6), 12 trees a step, warm-up of 10 %, linear decay, SFT weight 0.2.
    /// </summary>
    /// <remarks>
    /// At β 0.9 the loss of a pair is flat once its log-ratio has moved by a few units, so that little is learned; at 1e-5 all weights of a large model drift far from the reference within one epoch,
    /// and the log-probs of chosen replies fall along with those of rejected ones. The SFT term holds them up. The numbers are common practice for models of 7 to 8 billion parameters (Tunstall et al., 2023;
    /// Dubey et al., 2024, section 4.1.4; Lambert et al., 2024), not measured in this project; a much smaller model needs a higher learning rate.
    /// </remarks>
    /// <param name="lora">Adapters to train; null trains all weights.</param>
    public static DpoOptions Corrected(LoraOptions? lora = null) => new()
    {
        Preset = TrainingPreset.Corrected,
        Beta = 0.1,
        LearningRate = lora is null ? 5e-7 : 5e-6,
        BatchSize = 12,
        WarmupRatio = 0.1,
        Decay = LearningRateDecay.Linear,
        SftWeight = 0.2,
        Lora = lora,
    };
}
