using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Aloe.Testing;

/// <summary>The parts of a chat completion request that reach the client behind the server: texts, model, sampling, token limit and response format; tools do not.</summary>
internal sealed record ChatCompletionRequest(string Model, IReadOnlyList<ChatMessage> Messages, ChatOptions Options, bool IsStreaming)
{
    /// <exception cref="JsonException">It is not a chat completion request.</exception>
    public static ChatCompletionRequest Parse(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || Property(root, "messages") is not { ValueKind: JsonValueKind.Array } messages || messages.GetArrayLength() == 0)
        {
            throw new JsonException("'messages' must be a list with at least one message.");
        }

        var model = Property(root, "model")?.GetString() ?? throw new JsonException("'model' is missing.");
        return new ChatCompletionRequest(model, [.. messages.EnumerateArray().Select(Message)], ReadOptions(root), Property(root, "stream")?.ValueKind == JsonValueKind.True);
    }

    private static ChatMessage Message(JsonElement message)
        => Property(message, "role") is { ValueKind: JsonValueKind.String } role
            ? new ChatMessage(role.GetString() == "developer" ? ChatRole.System : new ChatRole(role.GetString()!), Text(Property(message, "content")))
            : throw new JsonException("Every message needs a role.");

    private static string Text(JsonElement? content)
        => content switch
        {
            null => "",
            { ValueKind: JsonValueKind.String } text => text.GetString()!,
            { ValueKind: JsonValueKind.Array } parts => string.Concat(parts.EnumerateArray().Select(part => Property(part, "text")?.GetString())),
            _ => throw new JsonException("'content' must be a text or a list of parts."),
        };

    private static ChatOptions ReadOptions(JsonElement root)
        => new()
        {
            Seed = Property(root, "seed")?.GetInt64(),
            Temperature = Property(root, "temperature")?.GetSingle(),
            TopP = Property(root, "top_p")?.GetSingle(),
            MaxOutputTokens = (Property(root, "max_completion_tokens") ?? Property(root, "max_tokens"))?.GetInt32(),
            ResponseFormat = ReadFormat(Property(root, "response_format")),
        };

    private static ChatResponseFormat? ReadFormat(JsonElement? format)
        => format is not { } value ? null
            : Property(value, "type")?.GetString() switch
            {
                "json_object" => ChatResponseFormat.Json,
                "json_schema" when Property(value, "json_schema") is { } named && Property(named, "schema") is { } schema
                    => ChatResponseFormat.ForJsonSchema(schema.Clone(), Property(named, "name")?.GetString()),
                _ => ChatResponseFormat.Text,
            };

    /// <summary>Null if it is missing or null.</summary>
    private static JsonElement? Property(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
