using System.Text.Json.Serialization;

namespace Aloe.Statistics;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(RunReportDocument))]
internal sealed partial class StatisticsJson : JsonSerializerContext;
