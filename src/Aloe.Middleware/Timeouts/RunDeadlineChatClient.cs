using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>Cancels calls under way when the time of the run is over, and makes no new ones.</summary>
/// <remarks>Thread-safe if the client within is; that client must observe its cancellation token.</remarks>
public sealed class RunDeadlineChatClient : DelegatingChatClient
{
    private readonly RunDeadline _deadline;

    /// <summary>Wraps a client.</summary>
    /// <param name="innerClient">The client whose calls are limited.</param>
    /// <param name="deadline">The time; not disposed with this client.</param>
    public RunDeadlineChatClient(IChatClient innerClient, RunDeadline deadline)
        : base(innerClient)
    {
        ArgumentNullException.ThrowIfNull(deadline);
        _deadline = deadline;
    }

    /// <inheritdoc/>
    /// <exception cref="DeadlinePassedException">The time is over.</exception>
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ThrowIfPassed();
        using var both = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, cancellationToken);
        var call = new ValueTask<ChatResponse>(base.GetResponseAsync(messages, options, both.Token));
        return await TimeLimit.HoldAsync(call, Overrun, _deadline.Token, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="DeadlinePassedException">The time is over.</exception>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ThrowIfPassed();
        using var both = CancellationTokenSource.CreateLinkedTokenSource(_deadline.Token, cancellationToken);
        var stream = base.GetStreamingResponseAsync(messages, options, both.Token);
        await foreach (var update in TimeLimit.HoldAllAsync(stream, Overrun, static () => { }, static () => { }, _deadline.Token, cancellationToken).ConfigureAwait(false))
        {
            yield return update;
        }
    }

    private void ThrowIfPassed()
    {
        if (_deadline.Token.IsCancellationRequested)
        {
            throw new DeadlinePassedException(_deadline.End);
        }
    }

    private DeadlinePassedException Overrun(Exception failure) => new(_deadline.End, failure);
}
