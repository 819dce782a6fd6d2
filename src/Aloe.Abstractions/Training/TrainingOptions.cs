namespace Aloe;

/// <summary>What SFT and DPO have in common. Values are checked when they are set.</summary>
public abstract class TrainingOptions
{
    /// <summary>The preset that the options started from. A finished run records it, and which values were changed since. <value>Default: <see cref="TrainingPreset.None"/>.</value></summary>
    public TrainingPreset Preset { get; private protected init; }

    /// <summary>Passes over the data. <value>Default: 1. Range: 1 to 1,000.</value></summary>
    public int Epochs { get; set => field = Require.InRange(value, 1, 1_000); } = 1;

    /// <summary>Peak learning rate. <value>Default: 1e-5, as published. Range: above 0.</value></summary>
    public double LearningRate { get; set => field = Require.Positive(value); } = 1e-5;

    /// <summary>Share of the steps over which the learning rate rises linearly from zero. <value>Default: 0.1. Range: 0 to 1.</value></summary>
    public double WarmupRatio { get; set => field = Require.InRange(value, 0, 1); } = 0.1;

    /// <summary>How the learning rate falls after the warm-up. <value>Default: <see cref="LearningRateDecay.Cosine"/>.</value></summary>
    public LearningRateDecay Decay { get; set => field = Require.Defined(value); }

    /// <summary>Decoupled weight decay of AdamW, on matrices only, embeddings and adapters among them. <value>Default: 0. Range: 0 to 1.</value></summary>
    public double WeightDecay { get; set => field = Require.InRange(value, 0, 1); }

    /// <summary>Gradient norm above which gradients are scaled down. <value>Default: 1. Range: above 0.</value></summary>
    public double MaxGradientNorm { get; set => field = Require.Positive(value); } = 1;

    /// <summary>Dialogues or trees in one optimizer step, whatever the packing. <value>Default: 48. The 48 that the paper states for DPO are pairs, of which a tree has one a turn: see <see cref="DpoOptions.AsPublished"/>. Range: 1 to 65,536.</value></summary>
    public int BatchSize { get; set => field = Require.InRange(value, 1, 65_536); } = 48;

    /// <summary>Tokens that one packed row may hold; for a longer example see <see cref="LongExamples"/>. <value>Default: 8,192. Range: 16 to 1,048,576.</value></summary>
    public int MaxRowTokens { get; set => field = Require.InRange(value, 16, 1_048_576); } = 8_192;

    /// <summary>What happens to an example that is too long. <value>Default: <see cref="LongExamplePolicy.Error"/>.</value></summary>
    public LongExamplePolicy LongExamples { get; set => field = Require.Defined(value); }

    /// <summary>Adapters to train in place of the weights; null trains all weights. <value>Default: null.</value></summary>
    public LoraOptions? Lora { get; set; }

    /// <summary>
    /// Share of the personas (for dialogues: of the dialogues) that are kept out of training, with all their examples, and evaluated on schedule. Which ones follows from <see cref="Seed"/> and their ids alone.
    /// <value>Default: 0, no evaluation. Range: 0 to 0.5.</value>
    /// </summary>
    public double HeldOutShare { get; set => field = Require.InRange(value, 0, 0.5); }

    /// <summary>Optimizer steps between two evaluations of what is held out; there is also one after the last step. <value>Default: 50. Range: 1 to 1,000,000.</value></summary>
    public int EvaluateEvery { get; set => field = Require.InRange(value, 1, 1_000_000); } = 50;

    /// <summary>Optimizer steps between two checkpoints to resume from. <value>Default: 50. Range: 1 to 1,000,000.</value></summary>
    public int CheckpointEvery { get; set => field = Require.InRange(value, 1, 1_000_000); } = 50;

    /// <summary>Newest checkpoints that are kept while training runs; the one with the lowest held-out loss is kept beside them. <value>Default: 2. Range: 1 to 100.</value></summary>
    public int KeepCheckpoints { get; set => field = Require.InRange(value, 1, 100); } = 2;

    /// <summary>Seed of the data order and of fresh weights. <value>Default: 0.</value></summary>
    public long Seed { get; set; }
}
