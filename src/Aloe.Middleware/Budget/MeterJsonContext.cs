using System.Text.Json.Serialization;

namespace Aloe.Middleware;

/// <summary>JSON of reports and estimates.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(UsageReport))]
[JsonSerializable(typeof(DryRunEstimate))]
internal sealed partial class MeterJsonContext : JsonSerializerContext;
