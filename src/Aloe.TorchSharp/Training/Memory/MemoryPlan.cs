using System.Globalization;

namespace Aloe.Torch.Training;

/// <summary>All that the memory of a training depends on.</summary>
/// <param name="Config">The model.</param>
/// <param name="OnCuda">On a GPU.</param>
/// <param name="Mixed">In mixed precision.</param>
/// <param name="Lora">The adapters; null trains all weights.</param>
/// <param name="Checkpointing">Whether activations inside of layers are computed again.</param>
/// <param name="RowTokens">Tokens of the longest row.</param>
/// <param name="Workers">Rows at a time.</param>
internal sealed record MemoryPlan(DecoderConfig Config, bool OnCuda, bool Mixed, LoraOptions? Lora, bool Checkpointing, int RowTokens, int Workers)
{
    private const long Float = 4;
    private const long Logit = 3 * Float; // logits, their log-softmax and their gradient; tiles of the vocabulary, for rows with more, take less
    private const long CpuOverhead = 250L << 20;
    private const long CudaOverhead = 1L << 30; // context, kernels and workspaces

    private long Wide => Mixed ? 2 : Float;

    /// <summary>The estimate.</summary>
    /// <param name="available">What the device has left; null if that is unknown.</param>
    public TrainingMemoryEstimate Estimate(long? available)
    {
        var shapes = DecoderNames.Parameters(Config).ToList();
        var all = shapes.Sum(parameter => Elements(parameter.Shape));
        var adapters = Lora is null ? 0 : shapes.Where(parameter => Lora.Projections.Any(name => parameter.Name.EndsWith($".{name}.weight", StringComparison.Ordinal))).Sum(parameter => Lora.Rank * parameter.Shape.Sum());
        var trained = Lora is null ? all : adapters;
        var largest = shapes.Max(parameter => Elements(parameter.Shape));
        var estimate = new TrainingMemoryEstimate
        {
            Device = OnCuda ? "cuda" : "cpu",
            Setting = string.Create(CultureInfo.InvariantCulture, $"{all / 1e6:0.0} million parameters, {trained / 1e6:0.0} million trained{(Lora is null ? "" : " as adapters")}, {(Mixed ? "mixed precision" : "float32")}, rows of {RowTokens:N0} tokens{(Checkpointing ? " with activation checkpointing" : "")}, {Workers} at a time"),
            Weights = (all * Wide) + (adapters * Float),
            Gradients = trained * (Mixed && Lora is null ? Wide + Float : Float) * Workers, // in bfloat16 for a row, and their sum
            Optimizer = trained * (Mixed && Lora is null ? 3 : 2) * Float,
            Activations = Activations() * RowTokens * Workers,
            Logits = Math.Min((long)RowTokens * Config.VocabularySize, ReplyLogProbs.LogitBudget) * Logit * Workers,
            // Masks of a row take less than half of this, and those of the next row are there already.
            Cache = ((long)RowTokens * RowTokens * Wide * Workers) + ((long)Config.MaxPositions * Config.HeadSize * 2 * Float),
            Overhead = (OnCuda ? CudaOverhead : CpuOverhead) + (2 * Float * (Lora is null ? largest : Math.Min(largest, adapters))),
            Available = available,
        };
        return estimate.Fits ? estimate : estimate with { Remedies = Remedies(available!.Value) };
    }

    // Of one token: the hidden states with their norms, queries, keys and values, and the feed-forward layer. One layer more, for what the backward pass makes of it.
    private long Activations()
    {
        var norms = 2L * Config.HiddenSize * (Wide + Float + Wide);
        var attention = 5L * Config.Heads * Config.HeadSize * Wide;
        var feedForward = 4L * Config.IntermediateSize * Wide;
        var layer = norms + attention + feedForward;
        var kept = Checkpointing ? Config.HiddenSize * Wide : layer;
        var exact = (kept * Config.Layers) + (2 * layer) + (4L * Config.HiddenSize * Float);
        return exact * 4 / 3; // what allocators leave unused between tensors, as measured
    }

    // Each change alone, if there is one that is enough; else all changes up to the one with which it fits.
    private List<string> Remedies(long available)
    {
        var changes = new (string Name, Func<MemoryPlan, MemoryPlan> Change)[]
        {
            ($"{nameof(TorchTrainerOptions.ActivationCheckpointing)} = true", plan => plan with { Checkpointing = true }),
            ($"{nameof(TorchTrainerOptions.Workers)} = 1", plan => plan with { Workers = 1 }),
            ($"{nameof(TorchTrainerOptions.Precision)} = {nameof(TrainingPrecision.Mixed)}", plan => plan with { Mixed = true }),
            ($"{nameof(TrainingOptions.MaxRowTokens)} = {RowTokens / 2}", plan => plan with { RowTokens = RowTokens / 2 }),
            ($"{nameof(TrainingOptions.Lora)} = new {nameof(LoraOptions)}()", plan => plan with { Lora = plan.Lora ?? new LoraOptions() }),
        }.Where(change => change.Change(this) != this).ToList();
        bool Suffices(MemoryPlan plan) => plan.Estimate(null).Total <= available;
        var alone = changes.Where(change => Suffices(change.Change(this))).Select(change => change.Name).ToList();
        if (alone.Count > 0)
        {
            return alone;
        }

        var plan = this;
        var names = new List<string>();
        foreach (var (name, change) in changes)
        {
            plan = change(plan);
            names.Add(name);
            if (Suffices(plan))
            {
                return [string.Join(" together with ", names)];
            }
        }

        return [];
    }

    private static long Elements(long[] shape) => shape.Aggregate(1L, (product, size) => product * size);
}
