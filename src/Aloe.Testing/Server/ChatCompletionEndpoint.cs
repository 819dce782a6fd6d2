using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace Aloe.Testing;

/// <summary>Takes in a request, decides about its fault, answers and keeps the ledger.</summary>
internal sealed class ChatCompletionEndpoint(Func<string, IChatClient?> models, FaultOptions options, CancellationToken stopping)
{
    private readonly FaultPlan _plan = new(options);
    private int _stalled;

    public RequestLedger Ledger { get; } = new();

    public int Stalled => Volatile.Read(ref _stalled);

    public async Task ServeAsync(HttpContext context)
    {
        var reply = new HttpReply(context);
        if (context.Request.Method != HttpMethods.Post || context.Request.Path != "/v1/chat/completions")
        {
            await reply.RefuseAsync(StatusCodes.Status404NotFound, $"Unknown request: {context.Request.Method} {context.Request.Path}").ConfigureAwait(false);
            return;
        }

        using var stream = new MemoryStream();
        await context.Request.Body.CopyToAsync(stream, context.RequestAborted).ConfigureAwait(false);
        var body = stream.GetBuffer().AsMemory(0, (int)stream.Length);
        var id = Convert.ToHexStringLower(SHA256.HashData(body.Span).AsSpan(0, 12));
        var attempt = Ledger.Arrived(id);
        var isAnswered = false;
        try
        {
            isAnswered = await AnswerAsync(reply, id, attempt, body).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException)
        {
            // The caller has gone.
        }
        finally
        {
            Ledger.Left(id, isAnswered);
        }
    }

    /// <returns>Whether a full, valid response was sent.</returns>
    private async Task<bool> AnswerAsync(HttpReply reply, string id, int attempt, ReadOnlyMemory<byte> body)
    {
        ChatCompletionRequest request;
        try
        {
            request = ChatCompletionRequest.Parse(body);
        }
        catch (Exception failure) when (failure is JsonException or FormatException or InvalidOperationException)
        {
            return await reply.RefuseAsync(StatusCodes.Status400BadRequest, failure.Message).ConfigureAwait(false);
        }

        if (models(request.Model) is not { } client)
        {
            return await reply.RefuseAsync(StatusCodes.Status404NotFound, $"The model '{request.Model}' does not exist.").ConfigureAwait(false);
        }

        var fault = _plan.For(id, attempt);
        if (fault is { } kind)
        {
            Ledger.Injected(kind);
        }

        return fault switch
        {
            FaultKind.TooManyRequests => await reply.TellToWaitAsync(options.RetryAfter).ConfigureAwait(false),
            FaultKind.InternalServerError => await reply.RefuseAsync(StatusCodes.Status500InternalServerError, "The server had an error.").ConfigureAwait(false),
            FaultKind.ServiceUnavailable => await reply.RefuseAsync(StatusCodes.Status503ServiceUnavailable, "The server is overloaded.").ConfigureAwait(false),
            FaultKind.Stall => await StallAsync(reply).ConfigureAwait(false),
            FaultKind.WrongJson => await reply.SendWrongJsonAsync(id[0] + attempt, request.IsStreaming).ConfigureAwait(false),
            _ => await RespondAsync(reply, id, client, request, fault).ConfigureAwait(false),
        };
    }

    private async Task<bool> RespondAsync(HttpReply reply, string id, IChatClient client, ChatCompletionRequest request, FaultKind? fault)
    {
        ChatResponse response;
        try
        {
            response = fault switch
            {
                FaultKind.EmptyReply => FaultTexts.Empty(),
                FaultKind.HugeReply => FaultTexts.Huge(options.HugeReplyLength),
                _ => await client.GetResponseAsync(request.Messages, request.Options, reply.CallerLeft).ConfigureAwait(false),
            };
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return await reply.RefuseAsync(StatusCodes.Status500InternalServerError, failure.Message).ConfigureAwait(false);
        }

        // Whole responses are cut in the middle of a part, streams between two parts and then within one.
        IReadOnlyList<byte[]> parts = request.IsStreaming ? [.. ChatCompletionJson.Events(id, request.Model, response)] : [ChatCompletionJson.Whole(id, request.Model, response)];
        return fault switch
        {
            FaultKind.DroppedConnection => await reply.SendHalfAndDropAsync(parts, request.IsStreaming).ConfigureAwait(false),
            FaultKind.TruncatedJson => await reply.SendTruncatedAsync(parts, request.IsStreaming).ConfigureAwait(false),
            _ => await reply.SendAsync(parts, request.IsStreaming).ConfigureAwait(false),
        };
    }

    private async Task<bool> StallAsync(HttpReply reply)
    {
        Interlocked.Increment(ref _stalled);
        try
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, reply.CallerLeft);
            await Task.Delay(options.StallDuration, options.TimeProvider, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            Interlocked.Decrement(ref _stalled);
        }

        return reply.Drop();
    }
}
