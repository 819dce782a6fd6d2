using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace Aloe.Core.Tests.Evaluation;

/// <summary>The same for batches.</summary>
internal sealed class RecordingBatchChatClient(Func<IReadOnlyList<ChatMessage>, ChatOptions?, string> answer) : RecordingChatClient(answer), IBatchChatClient
{
    public ConcurrentQueue<(RecordedCall[] Conversations, ChatOptions? Options)> Batches { get; } = new();

    /// <summary>Answers that a broken client would leave out.</summary>
    public int Short { get; init; }

    public Task<IReadOnlyList<ChatResponse>> GetResponsesAsync(IReadOnlyList<IReadOnlyList<ChatMessage>> conversations, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Batches.Enqueue(([.. conversations.Select(conversation => new RecordedCall(conversation, options))], options));
        return Task.FromResult<IReadOnlyList<ChatResponse>>([.. conversations.Skip(Short).Select(conversation => Answer(conversation, options))]);
    }
}
