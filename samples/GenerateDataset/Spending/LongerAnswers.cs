using Microsoft.Extensions.AI;

namespace Aloe.Samples.GenerateDataset.Spending;

/// <summary>Says its answer over and over until it is as long as wanted, and does not tell what it took, so that tokens are estimated from the texts.</summary>
/// <param name="inner">Who answers.</param>
/// <param name="tokens">Length wanted; a longer answer stays as it is.</param>
internal sealed class LongerAnswers(IChatClient inner, int tokens) : DelegatingChatClient(inner)
{
    private const int CharactersPerToken = 4;

    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var text = (await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false)).Text;
        var times = Math.Max(1, tokens * CharactersPerToken / Math.Max(1, text.Length));
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, string.Join(' ', Enumerable.Repeat(text, times))));
    }
}
