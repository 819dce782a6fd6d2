using System.Globalization;
using Aloe.Randomness;
using Microsoft.Extensions.AI;

namespace Aloe.Evaluation;

/// <summary>The ablation of the history: the inner client sees the system messages and the last user message of every conversation, and nothing else.</summary>
/// <remarks>
/// Thread-safe as far as the inner client is. What a model loses behind this client is what it owed to the conversation. If the inner client is no <see cref="IBatchChatClient"/> itself,
/// a batch is asked conversation by conversation, eight at a time.
/// </remarks>
/// <param name="innerClient">The client whose history is hidden.</param>
public sealed class LastMessageOnlyChatClient(IChatClient innerClient) : DelegatingChatClient(innerClient), IBatchChatClient
{
    private const int Concurrency = 8;

    /// <inheritdoc/>
    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        => base.GetResponseAsync(Shorten(messages), options, cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        => base.GetStreamingResponseAsync(Shorten(messages), options, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ChatResponse>> GetResponsesAsync(
        IReadOnlyList<IReadOnlyList<ChatMessage>> conversations, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(conversations);
        if (InnerClient is IBatchChatClient batchClient)
        {
            return await batchClient.GetResponsesAsync([.. conversations.Select(Shorten)], options, cancellationToken).ConfigureAwait(false);
        }

        var responses = new ChatResponse[conversations.Count];
        var parallelism = new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, responses.Length, parallelism, async (i, token) =>
        {
            var own = options?.Clone();
            if (own?.Seed is { } seed)
            {
                own.Seed = SeededRandom.For(seed, i.ToString(CultureInfo.InvariantCulture)).NextSeed();
            }

            responses[i] = await GetResponseAsync(conversations[i], own, token).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return responses;
    }

    private static IReadOnlyList<ChatMessage> Shorten(IEnumerable<ChatMessage> messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var all = messages.ToArray();
        var last = Array.FindLast(all, message => message.Role == ChatRole.User);
        return [.. all.Where(message => message.Role == ChatRole.System || ReferenceEquals(message, last))];
    }
}
