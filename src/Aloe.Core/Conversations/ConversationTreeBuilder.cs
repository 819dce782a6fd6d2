using System.Runtime.CompilerServices;
using Aloe.Prompts;

namespace Aloe.Conversations;

/// <summary>Builds conversation trees with five language-model roles (paper, section 3.2).</summary>
/// <remarks>
/// A turn: the user writes, the inducer extracts what has been revealed, both responders answer at the same time, the judge compares the replies in random order,
/// and one of them, drawn at random, continues the conversation. Every draw depends on seed, tree id and turn alone. Stateless and so as thread-safe as its clients.
/// </remarks>
public sealed class ConversationTreeBuilder : IConversationTreeBuilder
{
    private readonly AloeRoles _roles;
    private readonly PromptSet _prompts;

    /// <summary>Creates a builder.</summary>
    /// <param name="roles">Who plays whom.</param>
    /// <param name="prompts">Prompts; null means <see cref="PromptSet.Default"/>.</param>
    public ConversationTreeBuilder(AloeRoles roles, PromptSet? prompts = null)
    {
        ArgumentNullException.ThrowIfNull(roles);
        _roles = roles;
        _prompts = prompts ?? PromptSet.Default;
    }

    /// <inheritdoc/>
    /// <exception cref="ConversationTreeException">A role's client failed, or its answer was empty twice.</exception>
    public Task<ConversationTree> BuildAsync(TreeRequest request, ConversationTreeOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(options);
        Require.Text(request.Id, $"{nameof(request)}.{nameof(request.Id)}");
        return new TreeConversation(_roles, _prompts, request, options).HoldAsync(cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>At most twice <see cref="ConversationTreeOptions.Concurrency"/> trees are in memory, so that a slow tree holds up few finished ones. When a tree fails, those before it have been delivered, those after it are stopped.</remarks>
    /// <exception cref="ArgumentException">Two requests have the same id.</exception>
    /// <exception cref="ConversationTreeException">A tree could not be built.</exception>
    public IAsyncEnumerable<ConversationTree> BuildAllAsync(
        IReadOnlyList<TreeRequest> requests,
        ConversationTreeOptions options,
        IProgress<TreeProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(options);
        var duplicate = requests.CountBy(request => request.Id).FirstOrDefault(id => id.Value > 1);
        return duplicate.Value > 1
            ? throw new ArgumentException($"Tree id {duplicate.Key} is asked for {duplicate.Value} times.", nameof(requests))
            : DeliverAsync(requests, options, progress, cancellationToken);
    }

    private async IAsyncEnumerable<ConversationTree> DeliverAsync(
        IReadOnlyList<TreeRequest> requests,
        ConversationTreeOptions options,
        IProgress<TreeProgress>? progress,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var slots = new SemaphoreSlim(options.Concurrency);
        var underWay = new Queue<Task<ConversationTree>>();
        var started = 0;
        var ties = 0;
        try
        {
            for (var completed = 1; completed <= requests.Count; completed++)
            {
                while (started < requests.Count && underWay.Count < 2 * options.Concurrency && !underWay.Any(tree => tree.IsFaulted))
                {
                    underWay.Enqueue(BuildInSlotAsync(requests[started++], options, slots, stop.Token));
                }

                var tree = await underWay.Dequeue().ConfigureAwait(false);
                ties += tree.Turns.Count(turn => turn.IsTie);
                progress?.Report(new TreeProgress(completed, requests.Count, ties));
                yield return tree;
            }
        }
        finally
        {
            // Also when the consumer leaves early: nothing goes on in the background.
            await stop.CancelAsync().ConfigureAwait(false);
            await ((Task)Task.WhenAll(underWay)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<ConversationTree> BuildInSlotAsync(
        TreeRequest request, ConversationTreeOptions options, SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // On the pool, because a local client may compute its answer before it returns.
            return await Task.Run(() => BuildAsync(request, options, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            slots.Release();
        }
    }
}
