using System.Text.Json.Serialization;

namespace Aloe.Torch;

/// <summary>Source-generated JSON of <c>tokenizer_config.json</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(TokenizerConfigFile))]
[JsonSerializable(typeof(string))]
internal sealed partial class TokenizerJson : JsonSerializerContext;
