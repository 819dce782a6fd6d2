namespace Aloe;

/// <summary>Options of supervised fine-tuning; the loss is the mean negative log-likelihood of assistant tokens.</summary>
public sealed class SftOptions : TrainingOptions;
