using Microsoft.Extensions.AI;

namespace Aloe.Benchmarks.Comparisons.Generation;

/// <summary>Lets one call through at a time, over all clients that share the gate, as a script that awaits every call does.</summary>
internal sealed class OneAtATimeChatClient(IChatClient inner, SemaphoreSlim gate) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }
}
