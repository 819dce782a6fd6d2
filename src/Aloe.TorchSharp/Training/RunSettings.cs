using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>How a run uses the machine, with every default filled in.</summary>
/// <param name="Device">Where it computes.</param>
/// <param name="Mixed">In mixed precision; else in float32.</param>
/// <param name="RowTokens">Tokens up to which examples are put into one row.</param>
/// <param name="QueryBlock">Queries of one attention block.</param>
/// <param name="Workers">Rows at a time.</param>
/// <param name="Checkpointing">Whether activations inside of layers are computed again.</param>
internal sealed record RunSettings(Device Device, bool Mixed, int RowTokens, int QueryBlock, int Workers, bool Checkpointing)
{
    /// <summary>Number type of weights and activations.</summary>
    public ScalarType DType => Mixed ? ScalarType.BFloat16 : ScalarType.Float32;

    private bool OnCuda => Device.type == DeviceType.CUDA;

    public static RunSettings Of(DecoderConfig config, Device device, TrainingOptions options, TorchTrainerOptions machine)
    {
        var onCpu = device.type == DeviceType.CPU;
        return new RunSettings(
            device,
            machine.Precision == TrainingPrecision.Mixed || (machine.Precision == TrainingPrecision.Auto && !onCpu),
            Math.Min(options.MaxRowTokens, machine.RowTokens > 0 ? machine.RowTokens : onCpu ? 1_024 : options.MaxRowTokens),
            machine.AttentionBlock > 0 ? machine.AttentionBlock : onCpu ? 128 : 1_024,
            machine.Workers > 0 ? machine.Workers : RowThreads.CountFor(device, DecoderNames.Parameters(config).Sum(parameter => parameter.Shape.Aggregate(1L, (product, size) => product * size))),
            machine.ActivationCheckpointing);
    }

    /// <summary>The memory that this takes.</summary>
    /// <param name="config">The model.</param>
    /// <param name="lora">Its adapters, if it gets any.</param>
    /// <param name="longestRow">Tokens of the longest row.</param>
    /// <param name="available">What the device has left; null asks it.</param>
    public TrainingMemoryEstimate Memory(DecoderConfig config, LoraOptions? lora, int longestRow, long? available = null)
        => new MemoryPlan(config, OnCuda, Mixed, lora, Checkpointing, longestRow, Workers).Estimate(available ?? DeviceMemory.Available(Device));

    /// <summary>By name, for the record of the run. They change results by rounding only.</summary>
    public SortedDictionary<string, string> ToDictionary() => new(StringComparer.Ordinal)
    {
        [nameof(Device)] = OnCuda ? "cuda" : "cpu",
        [nameof(TorchTrainerOptions.RowTokens)] = Text(RowTokens),
        [nameof(TorchTrainerOptions.AttentionBlock)] = Text(QueryBlock),
        [nameof(TorchTrainerOptions.Workers)] = Text(Workers),
        [nameof(TorchTrainerOptions.ActivationCheckpointing)] = Checkpointing ? "true" : "false",
    };

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
