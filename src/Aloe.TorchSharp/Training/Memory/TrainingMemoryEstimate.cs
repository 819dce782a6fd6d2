using System.Globalization;
using System.Text;

namespace Aloe.Torch.Training;

/// <summary>What a training will need at most, worked out from shapes alone. Immutable and thread-safe; all numbers are bytes.</summary>
/// <remarks>An estimate on the safe side: measured peaks of whole processes were between two thirds of it and all of it. What else the process holds, such as the data, is not in it.</remarks>
public sealed record TrainingMemoryEstimate
{
    /// <summary>The device, <c>cpu</c> or <c>cuda</c>.</summary>
    public required string Device { get; init; }

    /// <summary>What is trained and how, in a few words.</summary>
    public required string Setting { get; init; }

    /// <summary>Weights of the model, and of adapters.</summary>
    public required long Weights { get; init; }

    /// <summary>Gradients of what is trained, for every worker.</summary>
    public required long Gradients { get; init; }

    /// <summary>Moments of AdamW, and master weights in mixed precision.</summary>
    public required long Optimizer { get; init; }

    /// <summary>What a forward pass keeps for the backward pass, for the longest row of every worker.</summary>
    public required long Activations { get; init; }

    /// <summary>Logits with their gradients, of as many tokens as exist at a time.</summary>
    public required long Logits { get; init; }

    /// <summary>Attention masks and the tables of rotary positions.</summary>
    public required long Cache { get; init; }

    /// <summary>libtorch itself, and what exists for a moment only.</summary>
    public required long Overhead { get; init; }

    /// <summary>All of it.</summary>
    public long Total => Weights + Gradients + Optimizer + Activations + Logits + Cache + Overhead;

    /// <summary>What the device had left when it was asked; null where that is not known.</summary>
    public long? Available { get; init; }

    /// <summary>Changes of options with which the training would fit, where it does not fit as it is.</summary>
    public IReadOnlyList<string> Remedies { get; init; } = [];

    /// <summary>Whether it fits, as far as is known.</summary>
    public bool Fits => !(Total > Available);

    /// <summary>A table to read.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"Memory estimate for {Device}, {Setting}:\n");
        foreach (var (name, bytes) in new (string, long)[]
        {
            ("weights", Weights), ("gradients", Gradients), ("optimizer", Optimizer), ("activations", Activations), ("logits", Logits), ("cache", Cache), ("overhead", Overhead), ("total", Total),
        })
        {
            text.Append(CultureInfo.InvariantCulture, $"  {name,-12}{Gigabytes(bytes),10}\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"  {"available",-12}{(Available is { } available ? Gigabytes(available) : "unknown"),10}");
        return text.ToString();
    }

    /// <exception cref="InsufficientMemoryException">It does not fit; the message has the numbers and what would help.</exception>
    internal void ThrowUnlessItFits()
    {
        if (!Fits)
        {
            throw new InsufficientMemoryException(
                $"The training needs about {Gigabytes(Total)}, and {Device} has {Gigabytes(Available!.Value)} left. "
                + (Remedies.Count == 0 ? "No option makes it fit; a smaller model or a larger machine is needed." : $"It would fit with {string.Join(", or with ", Remedies)}.")
                + $" {nameof(TorchTrainerOptions)}.{nameof(TorchTrainerOptions.RefuseOverMemory)} = false starts it nevertheless.\n{this}");
        }
    }

    /// <summary>A number of bytes in GiB.</summary>
    internal static string Gigabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 30):0.00} GiB");
}
