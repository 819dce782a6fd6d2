using System.Text.Json.Serialization;
using Aloe.Data;

namespace Aloe.Evaluation;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    IgnoreReadOnlyProperties = true,
    WriteIndented = true,
    NewLine = "\n",
    Converters = [typeof(CamelCaseEnumConverter<MissingScoreCause>), typeof(CamelCaseEnumConverter<OpeningStyle>), typeof(CamelCaseEnumConverter<EvaluationControl>)])]
[JsonSerializable(typeof(AlignmentReportDocument))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
