using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>Lets calls wait while an <see cref="InFlightLimit"/> is reached. A stream is under way until it has been read or left.</summary>
/// <remarks>Thread-safe if the client within is.</remarks>
public sealed class InFlightChatClient : DelegatingChatClient
{
    private readonly InFlightLimit _limit;

    /// <summary>Wraps a client.</summary>
    /// <param name="innerClient">The client that is to be called less at the same time.</param>
    /// <param name="limit">The limit of its endpoint; not disposed with this client.</param>
    public InFlightChatClient(IChatClient innerClient, InFlightLimit limit)
        : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(limit);
        _limit = limit;
    }

    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var turn = await _limit.EnterAsync(cancellationToken).ConfigureAwait(false);
        return await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var turn = await _limit.EnterAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
        {
            yield return update;
        }
    }
}
