using TorchSharp;

namespace Aloe.Torch.Training;

/// <summary>How <see cref="TorchPreferenceTrainer"/> uses the machine. Values are checked when they are set. None of them but <see cref="ChatFormat"/> changes what is computed, beyond rounding; a run that was stopped may be continued with others, except for precision and storage type.</summary>
public sealed class TorchTrainerOptions
{
    /// <summary>
    /// Type in which trained weights are stored, whatever they were trained in; adapters are always stored as float32.
    /// <value>Default: bfloat16, which halves the file and is what models are published in; float32 keeps every bit; float16 is possible.</value>
    /// </summary>
    public torch.ScalarType StorageType
    {
        get;
        set => field = value is torch.ScalarType.BFloat16 or torch.ScalarType.Float32 or torch.ScalarType.Float16
            ? value
            : throw new ArgumentOutOfRangeException(nameof(StorageType), value, $"{nameof(StorageType)} must be BFloat16, Float16 or Float32; it was {value}.");
    } = torch.ScalarType.BFloat16;

    /// <summary>
    /// Tokens up to which several examples are put into one row, at most <see cref="TrainingOptions.MaxRowTokens"/>. An example that is longer gets a row of its own.
    /// <value>Default: 0, which means 1,024 on a CPU, where short rows stay in its cache, and <see cref="TrainingOptions.MaxRowTokens"/> on a GPU. Range: 0 to 1,048,576.</value>
    /// </summary>
    public int RowTokens { get; set => field = Require.InRange(value, 0, 1_048_576); }

    /// <summary>Tokens of leaves that attend in one call; more of them mean fewer calls and more scores that are masked. <value>Default: 0, which means 128 on a CPU and 1,024 on a GPU. Range: 0 to 1,048,576.</value></summary>
    public int AttentionBlock { get; set => field = Require.InRange(value, 0, 1_048_576); }

    /// <summary>
    /// Rows that are computed at the same time, each with gradients of its own. The last bits of a result depend on it.
    /// <value>Default: 0, which means the number of libtorch's threads, at most 8, for a model of at most 20 million parameters on a CPU, and 1 otherwise. Range: 0 to 64.</value>
    /// </summary>
    public int Workers { get; set => field = Require.InRange(value, 0, 64); }

    /// <summary>Number type of the arithmetic. <value>Default: <see cref="TrainingPrecision.Auto"/>.</value></summary>
    public TrainingPrecision Precision { get; set => field = Require.Defined(value); }

    /// <summary>
    /// Whether the activations inside of a layer are computed again in the backward pass instead of being kept: about a third more work, and memory for one layer instead of all.
    /// <value>Default: false.</value>
    /// </summary>
    public bool ActivationCheckpointing { get; set; }

    /// <summary>How conversations are written. <value>Default: null, as the chat template of the model says.</value></summary>
    public ChatFormat? ChatFormat { get; set; }

    /// <summary>Whether a training that needs more memory than the device has left, as estimated, is refused before it starts. <value>Default: true.</value></summary>
    public bool RefuseOverMemory { get; set; } = true;

    /// <summary>
    /// Folder for the reference log-probs of DPO, where other runs with the same model, tokenizer, template and data find them; created where it is missing.
    /// <value>Default: null, the output folder, where they are kept until the run is complete.</value>
    /// </summary>
    public string? ReferenceCacheFolder { get; set; }

    /// <summary>
    /// Told what is worth knowing beside the steps: the memory estimate before the start, a damaged checkpoint and which one takes its place, reference log-probs that are computed again.
    /// The same is written to <c>training.log</c> in the output folder. <value>Default: null, nobody.</value>
    /// </summary>
    public IProgress<string>? Notices { get; set; }

    /// <summary>Clock of durations and logs; nothing that is computed depends on it. <value>Default: the system's.</value></summary>
    public TimeProvider TimeProvider { get; set => field = value ?? throw new ArgumentNullException(nameof(TimeProvider)); } = TimeProvider.System;
}
