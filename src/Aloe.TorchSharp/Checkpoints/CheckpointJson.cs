using System.Text.Json.Serialization;

namespace Aloe.Torch;

/// <summary>Source-generated JSON of the files of a model folder.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(DecoderConfigFile))]
[JsonSerializable(typeof(int))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
