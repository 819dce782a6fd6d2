namespace Aloe.Samples.EndToEnd;

/// <summary>The numbers of the base model <c>aloe-nano</c>, made by <c>train-base</c> and shipped as a checkpoint.</summary>
internal sealed record BaseModelRecipe
{
    /// <summary>Tokens of the byte-level BPE, learnt on the dialogues.</summary>
    public int Vocabulary { get; init; } = 2_048;

    /// <summary>Generic dialogues to learn from.</summary>
    public int Dialogues { get; init; } = 6_000;

    public TrainingRecipe Training { get; init; } = new() { Epochs = 3, LearningRate = 2e-3, BatchSize = 16, CheckpointEvery = 100 };

    public long Seed { get; init; } = 1;
}
