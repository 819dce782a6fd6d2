using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>Calls a client as long as its <see cref="CircuitBreaker"/> lets it. A stream counts as it began: its first update, or the failure before it.</summary>
/// <remarks>Thread-safe if the client within is.</remarks>
public sealed class CircuitBreakerChatClient : DelegatingChatClient
{
    private readonly CircuitBreaker _breaker;

    /// <summary>Wraps a client.</summary>
    /// <param name="innerClient">The client whose failures count.</param>
    /// <param name="breaker">The health of its endpoint.</param>
    public CircuitBreakerChatClient(IChatClient innerClient, CircuitBreaker breaker)
        : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(breaker);
        _breaker = breaker;
    }

    /// <inheritdoc/>
    /// <exception cref="CircuitOpenException">The call was refused.</exception>
    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        => _breaker.CallAsync(token => new ValueTask<ChatResponse>(base.GetResponseAsync(messages, options, token)), cancellationToken).AsTask();

    /// <inheritdoc/>
    /// <exception cref="CircuitOpenException">The call was refused.</exception>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var stream = await _breaker.CallAsync(_ => OpenedStream.OpenAsync(base.GetStreamingResponseAsync(messages, options, cancellationToken), cancellationToken), cancellationToken).ConfigureAwait(false);
        await foreach (var update in stream.ReadAsync().ConfigureAwait(false))
        {
            yield return update;
        }
    }
}
