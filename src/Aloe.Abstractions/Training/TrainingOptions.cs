namespace Aloe;

/// <summary>What SFT and DPO have in common. Values are checked when they are set.</summary>
public abstract class TrainingOptions
{
    /// <summary>Passes over the data. <value>Default: 1. Range: 1 to 1,000.</value></summary>
    public int Epochs { get; set => field = Require.InRange(value, 1, 1_000); } = 1;

    /// <summary>Peak learning rate. <value>Default: 1e-5, as published. Range: above 0.</value></summary>
    public double LearningRate { get; set => field = Require.Positive(value); } = 1e-5;

    /// <summary>Share of the steps over which the learning rate rises linearly from zero. <value>Default: 0.1. Range: 0 to 1.</value></summary>
    public double WarmupRatio { get; set => field = Require.InRange(value, 0, 1); } = 0.1;

    /// <summary>Decoupled weight decay of AdamW, on matrices only. <value>Default: 0. Range: 0 to 1.</value></summary>
    public double WeightDecay { get; set => field = Require.InRange(value, 0, 1); }

    /// <summary>Gradient norm above which gradients are scaled down. <value>Default: 1. Range: above 0.</value></summary>
    public double MaxGradientNorm { get; set => field = Require.Positive(value); } = 1;

    /// <summary>Dialogues or trees in one optimizer step, whatever the packing. <value>Default: 48, as published. Range: 1 to 65,536.</value></summary>
    public int BatchSize { get; set => field = Require.InRange(value, 1, 65_536); } = 48;

    /// <summary>Tokens that one packed row may hold; a longer example is an error. <value>Default: 8,192. Range: 16 to 1,048,576.</value></summary>
    public int MaxRowTokens { get; set => field = Require.InRange(value, 16, 1_048_576); } = 8_192;

    /// <summary>Optimizer steps between two checkpoints to resume from. <value>Default: 50. Range: 1 to 1,000,000.</value></summary>
    public int CheckpointEvery { get; set => field = Require.InRange(value, 1, 1_000_000); } = 50;

    /// <summary>Seed of the data order and of fresh weights. <value>Default: 0.</value></summary>
    public long Seed { get; set; }
}
