using Microsoft.Extensions.AI;

namespace Aloe;

/// <summary>A chat client that answers several conversations at once, as a local model does far faster than one by one.</summary>
/// <remarks>
/// The evaluator hands a fixed batch to a client that implements this interface itself, so that results do not depend on timing.
/// A wrapper that does not implement it is called once per conversation.
/// </remarks>
public interface IBatchChatClient : IChatClient
{
    /// <summary>Answers every conversation.</summary>
    /// <param name="conversations">The conversations, each ending with a user message.</param>
    /// <param name="options">Applies to all; conversation <c>i</c> is sampled with a generator derived from <see cref="ChatOptions.Seed"/> and <c>i</c>.</param>
    /// <param name="cancellationToken">Stops the generation.</param>
    /// <returns>One response for each conversation, in order.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<IReadOnlyList<ChatResponse>> GetResponsesAsync(
        IReadOnlyList<IReadOnlyList<ChatMessage>> conversations,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default);
}
