using System.Text.Json.Serialization;

namespace Aloe.Personalization;

/// <summary>Serialization of stored pictures, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    WriteIndented = true)]
[JsonSerializable(typeof(PictureDocument))]
internal sealed partial class PictureJsonContext : JsonSerializerContext;
