using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>Answers requests from a <see cref="DiskCache"/> that it has answered before, and keeps the answers to others.</summary>
/// <remarks>
/// A response from the cache says so (<see cref="CacheHitExtensions.IsCacheHit"/>). A streaming request gets the kept answer as updates; what a stream brings is kept once it has ended.
/// Requests that are alike and under way at the same time in this process are asked once, streams excepted. A <see cref="BudgetChatClient"/> further in is told of the hits.
/// Thread-safe if the client within is.
/// </remarks>
public sealed class DiskCacheChatClient : DelegatingChatClient
{
    private readonly DiskCache _cache;
    private readonly string _scope;
    private readonly string? _defaultModel;
    private readonly BudgetChatClient? _budget;

    /// <summary>Wraps a client.</summary>
    /// <param name="innerClient">Answers what the cache cannot.</param>
    /// <param name="cache">The cache; it may serve other clients too and is not disposed with this one.</param>
    /// <param name="scope">Keeps apart clients that answer differently to the same model name, such as two checkpoints. <value>Default: empty.</value></param>
    public DiskCacheChatClient(IChatClient innerClient, DiskCache cache, string scope = "")
        : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(cache);
        ArgumentNullException.ThrowIfNull(scope);
        _cache = cache;
        _scope = scope;
        _defaultModel = innerClient.GetService<ChatClientMetadata>()?.DefaultModelId;
        _budget = innerClient.GetService<BudgetChatClient>();
    }

    /// <inheritdoc/>
    /// <exception cref="CacheFileException">The cache file is damaged as a whole.</exception>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var plain = options.WithoutCacheSalt();
        if (RequestKey.Of(list, options, _defaultModel, _scope) is not { } key)
        {
            _cache.Bypassed();
            return await base.GetResponseAsync(list, plain, cancellationToken).ConfigureAwait(false);
        }

        using var turn = await _cache.UnderWay.EnterAsync(Convert.ToHexString(key), cancellationToken).ConfigureAwait(false);
        if (Find(key, options) is { } kept)
        {
            return kept;
        }

        var response = await base.GetResponseAsync(list, plain, cancellationToken).ConfigureAwait(false);
        await _cache.KeepAsync(key, response).ConfigureAwait(false);
        return response;
    }

    /// <inheritdoc/>
    /// <exception cref="CacheFileException">The cache file is damaged as a whole.</exception>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var key = RequestKey.Of(list, options, _defaultModel, _scope);
        if (key is null)
        {
            _cache.Bypassed();
        }
        else if (Find(key, options) is { } kept)
        {
            foreach (var update in kept.ToChatResponseUpdates())
            {
                yield return update;
            }

            yield break;
        }

        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in base.GetStreamingResponseAsync(list, options.WithoutCacheSalt(), cancellationToken).ConfigureAwait(false))
        {
            updates.Add(update);
            yield return update;
        }

        if (key is not null)
        {
            await _cache.KeepAsync(key, updates.ToChatResponse()).ConfigureAwait(false);
        }
    }

    private ChatResponse? Find(byte[] key, ChatOptions? options)
    {
        var response = _cache.Find(key);
        if (response is not null)
        {
            response.MarkAsCacheHit();
            _budget?.CountCacheHit(options);
        }

        return response;
    }
}
