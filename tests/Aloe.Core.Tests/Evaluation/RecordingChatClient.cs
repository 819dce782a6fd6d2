using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Aloe.Core.Tests.Evaluation;

/// <summary>Answers by a function of the call and keeps every call.</summary>
internal class RecordingChatClient(Func<IReadOnlyList<ChatMessage>, ChatOptions?, string> answer, ChatClientMetadata? metadata = null) : IChatClient
{
    public ConcurrentQueue<RecordedCall> Calls { get; } = new();

    public virtual Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Answer(messages, options));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
        => serviceType == typeof(ChatClientMetadata) ? metadata : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    protected ChatResponse Answer(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var call = new RecordedCall([.. messages], options);
        Calls.Enqueue(call);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, answer(call.Messages, options)));
    }
}
