using Microsoft.Extensions.AI;

namespace Aloe.Samples.GenerateDataset.Spending;

/// <summary>Always says the same, and does not tell what it took, so that tokens are estimated from the texts.</summary>
internal sealed class FixedAnswer(IChatClient inner, string answer) : DelegatingChatClient(inner)
{
    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, answer)));
}
