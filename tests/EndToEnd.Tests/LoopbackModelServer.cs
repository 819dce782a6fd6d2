using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Aloe.Samples.EndToEnd.Tests;

/// <summary>A real HTTP server on loopback that speaks OpenAI's chat completions and Ollama's chat, and answers with a chat client.</summary>
internal sealed class LoopbackModelServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Func<string, IChatClient> _clientOf;

    private LoopbackModelServer(WebApplication application, Func<string, IChatClient> clientOf) => (_application, _clientOf) = (application, clientOf);

    /// <summary>Requests in the order of their arrival.</summary>
    public ConcurrentQueue<ReceivedRequest> Requests { get; } = [];

    /// <summary>When set, every request is answered with this status and text.</summary>
    public (int Status, string Text)? Refusal { get; set; }

    public string Address => _application.Urls.Single();

    /// <param name="clientOf">Who answers for a model name.</param>
    public static async Task<LoopbackModelServer> StartAsync(Func<string, IChatClient> clientOf)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new LoopbackModelServer(builder.Build(), clientOf);
        server._application.MapPost("/v1/chat/completions", (Delegate)server.CompleteAsync);
        server._application.MapPost("/api/chat", (Delegate)server.ChatAsync);
        await server._application.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task<IResult> CompleteAsync(HttpContext context)
    {
        var request = await ReadAsync(context);
        if (Refusal is { } refusal)
        {
            return Results.Json(new { error = new { message = refusal.Text, type = "invalid_request_error" } }, statusCode: refusal.Status);
        }

        var answer = await AnswerAsync(request.Body, request.Body["temperature"], request.Body["seed"], context.RequestAborted);
        return Results.Json(new
        {
            id = "chatcmpl-1",
            @object = "chat.completion",
            created = 1_700_000_000,
            model = (string)request.Body["model"]!,
            choices = new[] { new { index = 0, message = new { role = "assistant", content = answer }, finish_reason = "stop" } },
            usage = new { prompt_tokens = 1, completion_tokens = 1, total_tokens = 2 },
        });
    }

    private async Task<IResult> ChatAsync(HttpContext context)
    {
        var request = await ReadAsync(context);
        if (Refusal is { } refusal)
        {
            return Results.Json(new { error = refusal.Text }, statusCode: refusal.Status);
        }

        var answer = await AnswerAsync(request.Body, request.Body["options"]?["temperature"], request.Body["options"]?["seed"], context.RequestAborted);
        var line = JsonSerializer.Serialize(new
        {
            model = (string)request.Body["model"]!,
            created_at = "2025-01-01T00:00:00Z",
            message = new { role = "assistant", content = answer },
            done = true,
            done_reason = "stop",
        });
        return Results.Text(line + "\n", "application/x-ndjson");
    }

    private async Task<ReceivedRequest> ReadAsync(HttpContext context)
    {
        var body = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!.AsObject();
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var request = new ReceivedRequest(context.Request.Path + context.Request.QueryString, headers, body);
        Requests.Enqueue(request);
        return request;
    }

    private async Task<string> AnswerAsync(JsonObject body, JsonNode? temperature, JsonNode? seed, CancellationToken cancellationToken)
    {
        var messages = body["messages"]!.AsArray().Select(message => new ChatMessage(new ChatRole((string)message!["role"]!), Content(message["content"]!)));
        var options = new ChatOptions { Temperature = (float?)temperature, Seed = seed is null ? null : long.Parse(seed.ToString(), CultureInfo.InvariantCulture) };
        return (await _clientOf((string)body["model"]!).GetResponseAsync(messages, options, cancellationToken)).Text;
    }

    /// <summary>A message's content is a text or, in OpenAI's protocol, a list of parts.</summary>
    private static string Content(JsonNode content)
        => content is JsonArray parts ? string.Concat(parts.Select(part => (string)part!["text"]!)) : (string)content!;
}
