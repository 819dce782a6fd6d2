using System.Text.Json.Serialization;
using Aloe.Evaluation;

namespace Aloe.Data;

/// <summary>Serialization of Aloe's own formats and of TRL's, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(CamelCaseEnumConverter<ReplyKind>), typeof(CamelCaseEnumConverter<ReplySource>), typeof(CamelCaseEnumConverter<DialogueRole>), typeof(CamelCaseEnumConverter<JudgeChoice>), typeof(CamelCaseEnumConverter<MissingScoreCause>)])]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(TreeLine))]
[JsonSerializable(typeof(BenchmarkCaseLine))]
[JsonSerializable(typeof(PersonaLine))]
[JsonSerializable(typeof(ScoredCaseLine))]
[JsonSerializable(typeof(TrlPreferenceLine))]
[JsonSerializable(typeof(TrlDialogueLine))]
[JsonSerializable(typeof(HumanScore))]
internal sealed partial class DataJsonContext : JsonSerializerContext;
