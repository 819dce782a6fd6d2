using Aloe.Middleware;
using Microsoft.Extensions.AI;

namespace Aloe.Samples.Spending;

/// <summary>Stops the whole run once the budget refuses a call: to count the item as failed and go on to the next would refuse them all.</summary>
internal sealed class BudgetStop(CancellationToken cancellationToken) : IDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

    /// <summary>Cancelled by the user or by the budget.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>The refusal; null while there was none.</summary>
    public BudgetExceededException? Refusal { get; private set; }

    /// <summary>A client behind which the budget may refuse.</summary>
    public IChatClient Watch(IChatClient client) => new Watcher(client, this);

    public void Dispose() => _stop.Dispose();

    private sealed class Watcher(IChatClient inner, BudgetStop stop) : DelegatingChatClient(inner)
    {
        public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            try
            {
                return await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
            }
            catch (BudgetExceededException refusal)
            {
                stop.Refusal ??= refusal;
                await stop._stop.CancelAsync().ConfigureAwait(false);
                throw new OperationCanceledException(refusal.Message, refusal, stop.Token);
            }
        }
    }
}
