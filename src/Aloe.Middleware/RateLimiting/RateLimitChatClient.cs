using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>Lets calls wait until a <see cref="RateLimit"/> has permits for them.</summary>
/// <remarks>Thread-safe if the client within is.</remarks>
public sealed class RateLimitChatClient : DelegatingChatClient
{
    private readonly RateLimit _limit;

    /// <summary>Wraps a client.</summary>
    /// <param name="innerClient">The client that is to be called more slowly.</param>
    /// <param name="limit">The limit of its endpoint.</param>
    public RateLimitChatClient(IChatClient innerClient, RateLimit limit)
        : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(limit);
        _limit = limit;
    }

    /// <inheritdoc/>
    /// <exception cref="RateLimitReachedException">The wait would have been longer than it may be.</exception>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var taken = await _limit.AcquireAsync(list, options, cancellationToken).ConfigureAwait(false);
        var response = await base.GetResponseAsync(list, options, cancellationToken).ConfigureAwait(false);
        _limit.Correct(taken, response.Usage);
        return response;
    }

    /// <inheritdoc/>
    /// <exception cref="RateLimitReachedException">The wait would have been longer than it may be.</exception>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var taken = await _limit.AcquireAsync(list, options, cancellationToken).ConfigureAwait(false);
        UsageDetails? usage = null;
        await foreach (var update in base.GetStreamingResponseAsync(list, options, cancellationToken).ConfigureAwait(false))
        {
            usage = update.Contents.OfType<UsageContent>().LastOrDefault()?.Details ?? usage;
            yield return update;
        }

        _limit.Correct(taken, usage);
    }
}
