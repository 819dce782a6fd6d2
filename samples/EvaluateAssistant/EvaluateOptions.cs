namespace Aloe.Samples.EvaluateAssistant;

/// <summary>What the command line asks for.</summary>
internal sealed record EvaluateOptions
{
    public string Out { get; init; } = "aloe-evaluation";

    /// <summary>Who is evaluated.</summary>
    public ModelOptions Assistant { get; init; } = new();

    /// <summary>Who judges.</summary>
    public ModelOptions Judge { get; init; } = new();

    /// <summary>Model of the provider of <see cref="Judge"/> that plays the user.</summary>
    public string UserModel { get; init; } = ModelOptions.Generic;

    /// <summary>Name in the reports; null takes that of the model.</summary>
    public string? Name { get; init; }

    /// <summary>File with the assistant's system prompt; null for none.</summary>
    public string? Instructions { get; init; }

    /// <summary>Puts the SDK's running picture of the user before the assistant.</summary>
    public bool Personalize { get; init; }

    public int Cases { get; init; } = 100;

    public int Turns { get; init; } = 10;

    public int Rounds { get; init; } = 1;

    public int Concurrency { get; init; } = 16;

    public long Seed { get; init; } = 1;

    public OpeningStyle Opening { get; init; }

    public PersonaProbe Probe { get; init; }

    public bool CheckDrift { get; init; }

    public EvaluationControl Control { get; init; }

    /// <summary>Only says what the run would take.</summary>
    public bool DryRun { get; init; }

    /// <summary>Most that the run may cost, in the currency of <see cref="Prices"/>; null for no limit.</summary>
    public decimal? MaxCost { get; init; }

    /// <summary>File of prices; null counts tokens only.</summary>
    public string? Prices { get; init; }

    /// <summary>File in which answers are kept for other runs; null for none.</summary>
    public string? Cache { get; init; }

    /// <summary>Takes up again what failed before.</summary>
    public bool RetryFailed { get; init; }

    /// <summary>File of cases; null takes the SDK's own.</summary>
    public string? CasesFile { get; init; }
}
