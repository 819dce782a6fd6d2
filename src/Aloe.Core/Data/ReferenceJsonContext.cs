using System.Text.Json.Serialization;

namespace Aloe.Data;

/// <summary>Serialization of the reference's conversations, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(CamelCaseEnumConverter<ReplyKind>)])]
[JsonSerializable(typeof(ReferenceLine))]
internal sealed partial class ReferenceJsonContext : JsonSerializerContext;
