using System.Text.Encodings.Web;
using System.Text.Json;

namespace Aloe.Samples.EvaluateAssistant;

/// <summary>What a comparison found: the line it ends with.</summary>
internal sealed record ComparisonSummary(string Participants, IReadOnlyList<ComparedPair> Comparisons)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string ToJson() => JsonSerializer.Serialize(this, Json);
}
