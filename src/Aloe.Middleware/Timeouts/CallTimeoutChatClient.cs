using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>Cancels a call that takes too long. In a stream every wait for an update has the whole time, so that a long answer that flows is not cut.</summary>
/// <remarks>Thread-safe if the client within is; that client must observe its cancellation token.</remarks>
public sealed class CallTimeoutChatClient : DelegatingChatClient
{
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    /// <summary>Wraps a client.</summary>
    /// <param name="innerClient">The client whose calls are limited.</param>
    /// <param name="options">How long; null means the defaults.</param>
    public CallTimeoutChatClient(IChatClient innerClient, CallTimeoutOptions? options = null)
        : base(innerClient)
    {
        options ??= new CallTimeoutOptions();
        _timeout = options.Timeout;
        _time = options.TimeProvider;
    }

    /// <inheritdoc/>
    /// <exception cref="CallTimeoutException">It took too long.</exception>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var call = new ValueTask<ChatResponse>(base.GetResponseAsync(messages, options, both.Token));
        return await TimeLimit.HoldAsync(call, Overrun, limit.Token, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="CallTimeoutException">An update took too long.</exception>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var limit = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var stream = base.GetStreamingResponseAsync(messages, options, both.Token);
        var updates = TimeLimit.HoldAllAsync(stream, Overrun, () => limit.CancelAfter(_timeout), () => limit.CancelAfter(Timeout.InfiniteTimeSpan), limit.Token, cancellationToken);
        await foreach (var update in updates.ConfigureAwait(false))
        {
            yield return update;
        }
    }

    private CallTimeoutException Overrun(Exception failure) => new(_timeout, failure);
}
