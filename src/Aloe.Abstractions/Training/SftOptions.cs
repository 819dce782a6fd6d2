namespace Aloe;

/// <summary>Options of supervised fine-tuning; the loss is the mean negative log-likelihood of assistant tokens.</summary>
public sealed class SftOptions : TrainingOptions
{
    /// <summary>Other chat data that is trained on beside trees or dialogues, so that the model keeps its general abilities; every dialogue once an epoch. <value>Default: none.</value></summary>
    public IReadOnlyList<Dialogue> OtherDialogues { get; set => field = value ?? throw new ArgumentNullException(nameof(OtherDialogues)); } = [];
}
