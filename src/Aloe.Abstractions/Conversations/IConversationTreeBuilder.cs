namespace Aloe;

/// <summary>Stage 2: lets several language models hold conversations and records which replies a persona prefers (paper, section 3.2).</summary>
/// <remarks>Implementations are safe to use from several threads at once.</remarks>
public interface IConversationTreeBuilder
{
    /// <summary>Builds one tree.</summary>
    /// <param name="request">Id and persona.</param>
    /// <param name="options">Turns, probabilities and seed.</param>
    /// <param name="cancellationToken">Stops the conversation.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<ConversationTree> BuildAsync(TreeRequest request, ConversationTreeOptions options, CancellationToken cancellationToken = default);

    /// <summary>Builds many trees, <see cref="ConversationTreeOptions.Concurrency"/> at a time, and delivers them in the order of the requests.</summary>
    /// <param name="requests">What to build; ids must be unique.</param>
    /// <param name="options">Turns, concurrency, probabilities and seed.</param>
    /// <param name="progress">Told after every delivered tree.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    IAsyncEnumerable<ConversationTree> BuildAllAsync(
        IReadOnlyList<TreeRequest> requests,
        ConversationTreeOptions options,
        IProgress<TreeProgress>? progress = null,
        CancellationToken cancellationToken = default);
}
