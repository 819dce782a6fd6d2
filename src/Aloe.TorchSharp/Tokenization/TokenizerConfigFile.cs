using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aloe.Torch;

/// <summary>The fields of <c>tokenizer_config.json</c> that matter here.</summary>
internal sealed class TokenizerConfigFile
{
    public const string FileName = "tokenizer_config.json";

    /// <summary>Newer folders keep the chat template apart.</summary>
    public const string TemplateFileName = "chat_template.jinja";

    public string? TokenizerClass { get; init; }

    /// <summary>A string, or an object with <c>content</c>.</summary>
    public JsonElement? BosToken { get; init; }

    public JsonElement? EosToken { get; init; }

    public JsonElement? PadToken { get; init; }

    public bool? CleanUpTokenizationSpaces { get; init; }

    /// <summary>A string; some files hold a list of named templates.</summary>
    public JsonElement? ChatTemplate { get; init; }

    /// <summary>The template for chats without tools: the one of this file, or else that of <c>chat_template.jinja</c>.</summary>
    [JsonIgnore]
    public string? Template { get; private set; }

    [JsonIgnore]
    public string? Bos { get; private set; }

    [JsonIgnore]
    public string? Eos { get; private set; }

    [JsonIgnore]
    public string? Pad { get; private set; }

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
            var file = JsonSerializer.Deserialize(stream, TokenizerJson.Default.TokenizerConfigFile) ?? throw new InvalidDataException($"{path} is empty.");
            var template = Path.Combine(folder, TemplateFileName);
            file.Template = TemplateOf(file.ChatTemplate) ?? (File.Exists(template) ? File.ReadAllText(template) : null);
            (file.Bos, file.Eos, file.Pad) = (Content(file.BosToken), Content(file.EosToken), Content(file.PadToken));
            return file;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path} cannot be read: {e.Message}", e);
        }
    }

    private static string? Content(JsonElement? token) => token switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Object } named when named.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.String => content.GetString(),
        _ => null,
    };

    private static string? TemplateOf(JsonElement? template) => template switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Array } named => named.EnumerateArray().FirstOrDefault(entry => entry.Text("name") == "default").Text("template"),
        _ => null,
    };
}
