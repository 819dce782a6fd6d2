using System.Collections.Concurrent;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Aloe.Testing;

/// <summary>Lets a share of the calls to a client fail, the same ones for the same seed, with the exceptions that clients over HTTP throw.</summary>
/// <remarks>
/// Refusals are <see cref="HttpRequestException"/>s with a status; that of 429 has the time to wait, in seconds, in <see cref="Exception.Data"/> under <c>Retry-After</c>.
/// A cut connection is an <see cref="HttpIOException"/>, an unreadable answer a <see cref="JsonException"/>. Streams fail before their first update, but for a cut connection, which ends them after it. Thread-safe if the client within is.
/// </remarks>
public sealed class FaultInjectingChatClient : DelegatingChatClient
{
    private readonly FaultOptions _options;
    private readonly FaultPlan _plan;
    private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<FaultKind, int> _faults = new();

    /// <summary>Wraps a client.</summary>
    /// <param name="innerClient">Answers the calls that go well.</param>
    /// <param name="options">Which faults; null means the defaults: one call in five.</param>
    public FaultInjectingChatClient(IChatClient innerClient, FaultOptions? options = null)
        : base(innerClient)
    {
        _options = options ?? new FaultOptions();
        _plan = new FaultPlan(_options);
    }

    /// <summary>Faults injected so far, by kind; a snapshot.</summary>
    public IReadOnlyDictionary<FaultKind, int> Faults => new SortedDictionary<FaultKind, int>(_faults);

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> list = [.. messages];
        var fault = Draw(list, options);
        var replacement = await InjectAsync(fault, cancellationToken).ConfigureAwait(false);
        return fault == FaultKind.DroppedConnection ? throw Dropped()
            : replacement ?? await base.GetResponseAsync(list, options, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> list = [.. messages];
        var fault = Draw(list, options);
        var replacement = await InjectAsync(fault, cancellationToken).ConfigureAwait(false);
        var updates = replacement?.ToChatResponseUpdates().ToAsyncEnumerable() ?? base.GetStreamingResponseAsync(list, options, cancellationToken);
        await foreach (var update in updates.ConfigureAwait(false))
        {
            yield return update;
            if (fault == FaultKind.DroppedConnection)
            {
                throw Dropped();
            }
        }
    }

    private FaultKind? Draw(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        var request = JsonSerializer.Serialize(new object?[] { options?.Seed, options?.ModelId, messages.Select(message => new[] { message.Role.Value, message.Text }) });
        var attempt = _asked.AddOrUpdate(request, 1, static (_, count) => count + 1) - 1;
        var fault = _plan.For(request, attempt);
        if (fault is { } kind)
        {
            _faults.AddOrUpdate(kind, 1, static (_, count) => count + 1);
        }

        return fault;
    }

    /// <returns>An answer in place of the true one; null for the true one.</returns>
    private async Task<ChatResponse?> InjectAsync(FaultKind? fault, CancellationToken cancellationToken)
    {
        switch (fault)
        {
            case FaultKind.TooManyRequests:
                throw Refused(HttpStatusCode.TooManyRequests, _options.RetryAfter);
            case FaultKind.InternalServerError:
                throw Refused(HttpStatusCode.InternalServerError);
            case FaultKind.ServiceUnavailable:
                throw Refused(HttpStatusCode.ServiceUnavailable);
            case FaultKind.TruncatedJson or FaultKind.WrongJson:
                throw new JsonException($"The answer cannot be read (injected: {fault}).");
            case FaultKind.Stall:
                await Task.Delay(_options.StallDuration, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
                throw Dropped();
            case FaultKind.EmptyReply:
                return FaultTexts.Empty();
            case FaultKind.HugeReply:
                return FaultTexts.Huge(_options.HugeReplyLength);
            default:
                return null;
        }
    }

    private static HttpRequestException Refused(HttpStatusCode status, TimeSpan? retryAfter = null)
    {
        var exception = new HttpRequestException($"Status {(int)status} (injected).", null, status);
        if (retryAfter is { } time)
        {
            exception.Data["Retry-After"] = time.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return exception;
    }

    private static HttpIOException Dropped() => new(HttpRequestError.ResponseEnded, "The connection was cut (injected).");
}
