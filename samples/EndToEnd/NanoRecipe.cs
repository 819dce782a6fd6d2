namespace Aloe.Samples.EndToEnd;

/// <summary>Every number that decides what a run makes, in one place: the base model's, the data's, the training's and the benchmark's.</summary>
internal sealed record NanoRecipe
{
    /// <summary>The full run: four to five minutes on two cores (docs/results.md).</summary>
    public static NanoRecipe Default { get; } = new();

    /// <summary>The run of <c>--quick</c>: under 90 seconds; too small to learn much.</summary>
    public static NanoRecipe Quick { get; } = Default with
    {
        Profiles = 24,
        Personalities = 24,
        Personas = 16,
        Trees = 16,
        Cases = 10,
        Dpo = Default.Dpo with { Epochs = 1 },
    };

    /// <summary>Profiles in the pool, seeds included.</summary>
    public int Profiles { get; init; } = 100;

    /// <summary>Personalities in the pool, seeds included.</summary>
    public int Personalities { get; init; } = 80;

    /// <summary>
    /// Highest cosine similarity to the pool at which a new profile is kept. The paper's 0.6 is for texts of a language model; those of the simulated author resemble each other more, and at 0.6 the pool
    /// is saturated after 24 profiles.
    /// </summary>
    public double ProfileSimilarity { get; init; } = 0.75;

    /// <summary>The same for personalities.</summary>
    public double PersonalitySimilarity { get; init; } = 0.75;

    public int Personas { get; init; } = 260;

    public int Trees { get; init; } = 260;

    /// <summary>Turns of a tree and of a benchmark conversation, K.</summary>
    public int Turns { get; init; } = 10;

    /// <summary>Benchmark cases, out of the built-in 100.</summary>
    public int Cases { get; init; } = 100;

    /// <summary>Longest reply of a model under test, in its tokens.</summary>
    public int MaxReplyTokens { get; init; } = 64;

    /// <summary>Sampling temperature of a model under test.</summary>
    public double Temperature { get; init; } = 0.7;

    public TrainingRecipe Sft { get; init; } = new() { Epochs = 1, LearningRate = 1.5e-3, BatchSize = 2, MaxRowTokens = 2_048, CheckpointEvery = 20 };

    /// <summary>The SFT loss beside the DPO loss keeps the language whole: at a tenth of this weight so small a model lost more in how it reads than it gained in what it says.</summary>
    public TrainingRecipe Dpo { get; init; } = new() { Epochs = 2, LearningRate = 1e-3, BatchSize = 2, MaxRowTokens = 2_048, CheckpointEvery = 20, Beta = 0.5, SftWeight = 10 };

    public BaseModelRecipe Base { get; init; } = new();
}
