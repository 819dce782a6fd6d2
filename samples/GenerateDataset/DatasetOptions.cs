using Aloe.Samples.Providers;

namespace Aloe.Samples.GenerateDataset;

/// <summary>What the command line asks for.</summary>
internal sealed record DatasetOptions
{
    public string Out { get; init; } = "aloe-dataset";

    public int Personas { get; init; } = 3_310;

    public int Trees { get; init; } = 3_000;

    public int Concurrency { get; init; } = 32;

    public long Seed { get; init; } = 1;

    /// <summary>Only says what the run would take.</summary>
    public bool DryRun { get; init; }

    /// <summary>Most that the run may cost, in the currency of <see cref="Prices"/>; null for no limit.</summary>
    public decimal? MaxCost { get; init; }

    /// <summary>File of prices; null counts tokens only.</summary>
    public string? Prices { get; init; }

    /// <summary>Takes up again what failed before.</summary>
    public bool RetryFailed { get; init; }

    /// <summary>Share of the trees, in percent, that may fail before the run stops.</summary>
    public double MaxFailed { get; init; } = 5;

    /// <summary>File of seed profiles; null takes the SDK's own.</summary>
    public string? ProfileSeeds { get; init; }

    /// <summary>File of seed personalities; null takes the SDK's own.</summary>
    public string? PersonalitySeeds { get; init; }

    public ProviderOptions Provider { get; init; } = new();
}
