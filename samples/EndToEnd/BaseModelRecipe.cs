namespace Aloe.Samples.EndToEnd;

/// <summary>The numbers of the base model <c>aloe-nano</c>, made by <c>train-base</c> and shipped as a checkpoint.</summary>
internal sealed record BaseModelRecipe
{
    private static readonly TrainingRecipe Training = new() { Epochs = 1, WeightDecay = 0.01, MaxRowTokens = 1_536, CheckpointEvery = 100 };

    /// <summary>Tokens of the byte-level BPE, learnt on the dialogues of the first lesson.</summary>
    public int Vocabulary { get; init; } = 2_048;

    /// <summary>Seed of the fresh weights.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>One or two exchanges first, where there is little to take up; then longer and longer conversations.</summary>
    public IReadOnlyList<BaseModelLesson> Lessons { get; init; } =
    [
        new(40_000, 1, 2, Seed: 1, Training with { LearningRate = 2e-3, BatchSize = 8 }),
        new(20_000, 2, 4, Seed: 2, Training with { LearningRate = 2e-3, BatchSize = 8 }),
        new(6_000, 3, 10, Seed: 3, Training with { LearningRate = 1.5e-3, BatchSize = 4 }),
    ];
}
