using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Aloe.Testing;

/// <summary>Responses in OpenAI's chat completion format.</summary>
internal static class ChatCompletionJson
{
    private const int PieceLength = 40;

    public static byte[] Whole(string id, string model, ChatResponse response)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = response.Text };
        var choice = new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = FinishReason(response) };
        var whole = Shell(id, "chat.completion", model, choice);
        whole["usage"] = Usage(response.Usage);
        return Bytes(whole.ToJsonString());
    }

    /// <summary>The events of a stream, the closing one included; each ends with an empty line.</summary>
    public static IEnumerable<byte[]> Events(string id, string model, ChatResponse response)
    {
        yield return Chunk(new JsonObject { ["role"] = "assistant", ["content"] = "" }, null);
        for (var start = 0; start < response.Text.Length; start += PieceLength)
        {
            yield return Chunk(new JsonObject { ["content"] = response.Text.Substring(start, Math.Min(PieceLength, response.Text.Length - start)) }, null);
        }

        yield return Chunk([], FinishReason(response));
        var usage = Shell(id, "chat.completion.chunk", model);
        usage["usage"] = Usage(response.Usage);
        yield return Event(usage.ToJsonString());
        yield return Event("[DONE]");

        byte[] Chunk(JsonObject delta, string? finishReason)
            => Event(Shell(id, "chat.completion.chunk", model, new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finishReason }).ToJsonString());
    }

    public static byte[] Event(string data) => Bytes($"data: {data}\n\n");

    public static byte[] Error(string message, int status)
    {
        var type = status switch { 429 => "rate_limit_error", >= 500 => "server_error", _ => "invalid_request_error" };
        return Bytes(new JsonObject { ["error"] = new JsonObject { ["message"] = message, ["type"] = type } }.ToJsonString());
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static JsonObject Shell(string id, string kind, string model, params JsonNode[] choices)
        => new() { ["id"] = id, ["object"] = kind, ["created"] = 0, ["model"] = model, ["choices"] = new JsonArray(choices) };

    private static JsonObject Usage(UsageDetails? usage)
        => new()
        {
            ["prompt_tokens"] = usage?.InputTokenCount ?? 0,
            ["completion_tokens"] = usage?.OutputTokenCount ?? 0,
            ["total_tokens"] = usage?.TotalTokenCount ?? 0,
        };

    private static string FinishReason(ChatResponse response) => response.FinishReason?.Value ?? "stop";
}
