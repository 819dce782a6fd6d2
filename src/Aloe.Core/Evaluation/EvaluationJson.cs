using System.Text.Json.Serialization;

namespace Aloe.Evaluation;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(AlignmentReportDocument))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
