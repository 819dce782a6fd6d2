using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Aloe.Runs;

/// <summary>A role as one item sees it: it answers from the journal what was answered before, asks the rest, and keeps each answer before it is used.</summary>
internal sealed class JournaledChatClient(IChatClient inner, ItemCalls calls, string role, RunStop stop) : IChatClient
{
    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var key = calls.Next(role, RequestHash.Of(asked, options));
        if (calls.Find(key) is { } known)
        {
            stop.CountReplayed();
            return known;
        }

        stop.ThrowIfRequested();
        // A client that does not listen to cancellation is left behind.
        var response = await inner.GetResponseAsync(asked, options, cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
        calls.Add(key, response);
        stop.CountAsked();
        return response;
    }

    /// <inheritdoc/>
    /// <remarks>As an item is worked on without anybody watching, the answer is given as a whole.</remarks>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        foreach (var update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => inner.GetService(serviceType, serviceKey);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The role's client belongs to the application and serves other items.
    }
}
