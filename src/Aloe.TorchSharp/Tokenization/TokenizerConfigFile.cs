using System.Text.Json;

namespace Aloe.Torch;

/// <summary>The fields of <c>tokenizer_config.json</c> that matter here.</summary>
internal sealed class TokenizerConfigFile
{
    public const string FileName = "tokenizer_config.json";

    public string? TokenizerClass { get; init; }

    /// <summary>A string, or an object with <c>content</c>.</summary>
    public JsonElement? BosToken { get; init; }

    public JsonElement? EosToken { get; init; }

    public JsonElement? PadToken { get; init; }

    /// <summary>Often a number far beyond any integer, for "no limit".</summary>
    public double? ModelMaxLength { get; init; }

    public bool? CleanUpTokenizationSpaces { get; init; }

    /// <summary>A string; some files hold a list of named templates.</summary>
    public JsonElement? ChatTemplate { get; init; }

    public static TokenizerConfigFile Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"The model folder has no {FileName}: {path}", path);
        }

        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, TokenizerJson.Default.TokenizerConfigFile) ?? throw new InvalidDataException($"{path} is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} cannot be read: {e.Message}", e);
        }
    }

    public static string? Content(JsonElement? token) => token switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Object } named when named.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String => content.GetString(),
        _ => null,
    };
}
