namespace Aloe.Samples.EndToEnd;

/// <summary>The numbers of one training.</summary>
internal sealed record TrainingRecipe
{
    public int Epochs { get; init; }

    public double LearningRate { get; init; }

    /// <summary>Dialogues or trees in one optimizer step.</summary>
    public int BatchSize { get; init; }

    public double WarmupRatio { get; init; } = 0.1;

    public double WeightDecay { get; init; }

    /// <summary>Tokens in one packed row.</summary>
    public int MaxRowTokens { get; init; } = 4_096;

    /// <summary>Optimizer steps between two checkpoints to resume from.</summary>
    public int CheckpointEvery { get; init; } = 10;

    /// <summary>DPO only.</summary>
    public double Beta { get; init; }

    /// <summary>DPO only: weight of the added SFT loss.</summary>
    public double SftWeight { get; init; }

    public SftOptions ToSft(long seed) => Fill(new SftOptions(), seed);

    public DpoOptions ToDpo(long seed) => Fill(new DpoOptions { Beta = Beta, SftWeight = SftWeight }, seed);

    private T Fill<T>(T options, long seed)
        where T : TrainingOptions
    {
        options.Epochs = Epochs;
        options.LearningRate = LearningRate;
        options.BatchSize = BatchSize;
        options.WarmupRatio = WarmupRatio;
        options.WeightDecay = WeightDecay;
        options.MaxRowTokens = MaxRowTokens;
        options.CheckpointEvery = CheckpointEvery;
        options.Seed = seed;
        return options;
    }
}
