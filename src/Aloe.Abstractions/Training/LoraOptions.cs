namespace Aloe;

/// <summary>Low-rank adaptation (Hu et al., 2021): the model stays frozen, and each chosen projection W gets a trained B·A of a low rank beside it. Values are checked when they are set.</summary>
public sealed class LoraOptions
{
    /// <summary>The projections of a decoder layer that can have adapters.</summary>
    public static IReadOnlyList<string> AllProjections { get; } = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"];

    /// <summary>Rank r of the adapters. <value>Default: 16. Range: 1 to 1,024.</value></summary>
    public int Rank { get; set => field = Require.InRange(value, 1, 1_024); } = 16;

    /// <summary>Scale α: the adapter's output is multiplied by α / r. <value>Default: 32. Range: above 0.</value></summary>
    public double Alpha { get; set => field = Require.Positive(value); } = 32;

    /// <summary>Projections that get adapters, by their Hugging Face names. <value>Default: all seven of <see cref="AllProjections"/>. At least one.</value></summary>
    public IReadOnlyList<string> Projections
    {
        get;
        set => field = value is { Count: > 0 } && value.All(AllProjections.Contains) && value.Distinct().Count() == value.Count
            ? [.. value]
            : throw new ArgumentException($"{nameof(Projections)} must name some of {string.Join(", ", AllProjections)}, each once.", nameof(Projections));
    } = AllProjections;
}
