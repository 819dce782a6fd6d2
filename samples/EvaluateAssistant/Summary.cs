using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aloe.Samples.EvaluateAssistant;

/// <summary>What an evaluation found: the line it ends with.</summary>
internal sealed record Summary
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary><c>simulated</c>, or the models of user and judge.</summary>
    public required string Participants { get; init; }

    public required string Model { get; init; }

    public required string Benchmark { get; init; }

    public int Cases { get; init; }

    public int FailedCases { get; init; }

    public int Turns { get; init; }

    public double Average { get; init; }

    public double AverageLow { get; init; }

    public double AverageHigh { get; init; }

    public double Ir { get; init; }

    public double NIr { get; init; }

    /// <summary>Null for a flat curve.</summary>
    [JsonPropertyName("n_r2")]
    public double? NR2 { get; init; }

    public int MissingScores { get; init; }

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
