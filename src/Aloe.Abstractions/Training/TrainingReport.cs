namespace Aloe;

/// <summary>What a finished training run did.</summary>
/// <param name="ModelFolder">Folder of the trained model, in Hugging Face form; with <see cref="TrainingOptions.Lora"/> of the adapter.</param>
/// <param name="Examples">Dialogues or trees trained on, per epoch.</param>
/// <param name="Steps">Optimizer steps.</param>
/// <param name="FirstLoss">Loss of the first step. In DPO, where policy and reference start equal, it is ln 2 with the sigmoid loss and no SFT term.</param>
/// <param name="FinalLoss">Mean loss over the last tenth of the steps.</param>
/// <param name="Tokens">Tokens computed.</param>
public sealed record TrainingReport(string ModelFolder, int Examples, int Steps, double FirstLoss, double FinalLoss, long Tokens)
{
    /// <summary>Turns left out because their example was too long; see <see cref="LongExamplePolicy"/>.</summary>
    public int DroppedTurns { get; init; }

    /// <summary>What the held-out examples gave after the last step; null where nothing was held out.</summary>
    public HeldOutResult? HeldOut { get; init; }

    /// <summary>Folder of the model with the lowest held-out loss, where that was not the last step's; else null.</summary>
    public string? BestModelFolder { get; init; }
}
