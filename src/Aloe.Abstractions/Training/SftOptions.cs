namespace Aloe;

/// <summary>Options of supervised fine-tuning; the loss is the mean negative log-likelihood of assistant tokens.</summary>
public sealed class SftOptions : TrainingOptions
{
    /// <summary>Other chat data that is trained on beside trees or dialogues, so that the model keeps its general abilities; every dialogue once an epoch. <value>Default: none.</value></summary>
    public IReadOnlyList<Dialogue> OtherDialogues { get; set => field = value ?? throw new ArgumentNullException(nameof(OtherDialogues)); } = [];

    /// <summary>
    /// The published values: learning rate 1e-5, 48 conversations a step, 1 epoch, rows of 8,192 tokens. The paper states no schedule, so it is the one of the trainer it used: linear decay without warm-up, no weight decay.
    /// </summary>
    public static SftOptions AsPublished() => new() { Preset = TrainingPreset.AsPublished, LearningRate = 1e-5, BatchSize = 48, Epochs = 1, MaxRowTokens = 8_192, WarmupRatio = 0, Decay = LearningRateDecay.Linear };

    /// <summary>
    /// Recommended values: as published, but with a warm-up of 3 % and cosine decay, and with adapters a learning rate of 2e-4, which they need because B starts at zero.
    /// Common practice for models of 7 to 8 billion parameters, not measured in this project.
    /// </summary>
    /// <param name="lora">Adapters to train; null trains all weights.</param>
    public static SftOptions Corrected(LoraOptions? lora = null) => new()
    {
        Preset = TrainingPreset.Corrected,
        LearningRate = lora is null ? 1e-5 : 2e-4,
        BatchSize = 48,
        WarmupRatio = 0.03,
        Decay = LearningRateDecay.Cosine,
        Lora = lora,
    };
}
