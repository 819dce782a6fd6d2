using System.Text.Json;

namespace Aloe.Samples.GenerateDataset;

/// <summary>What a run made: the line it ends with.</summary>
internal sealed record DatasetCounts
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary><c>simulated</c>, or the provider and its models.</summary>
    public required string Participants { get; init; }

    public int Profiles { get; init; }

    public int Personalities { get; init; }

    public int Personas { get; init; }

    public int Trees { get; init; }

    public int FailedTrees { get; init; }

    public int Ties { get; init; }

    public int TrainingTrees { get; init; }

    public int ValidationTrees { get; init; }

    /// <summary>Trees left out of the training files, as their persona has one half on either side.</summary>
    public int DroppedTrees { get; init; }

    public long Calls { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    /// <summary>Null where no prices were given.</summary>
    public decimal? Cost { get; init; }

    public string? Currency { get; init; }

    public double Seconds { get; init; }

    public int PeakMemoryMib { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, Json);
}
