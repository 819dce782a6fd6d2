using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Aloe.Middleware.Tests.Caching;

/// <summary>Answers by a function of the number of the call (from 1), records what it was asked.</summary>
internal sealed class AnsweringChatClient(Func<int, Task<ChatResponse>> answer, string model = "lantern-1") : IChatClient
{
    private int _calls;

    public AnsweringChatClient(Func<int, ChatResponse>? answer = null)
        : this(call => Task.FromResult(answer?.Invoke(call) ?? Reply($"answer {call}")))
    {
    }

    public int Calls => Volatile.Read(ref _calls);

    public ChatOptions? LastOptions { get; private set; }

    public static ChatResponse Reply(string text, long? input = 10, long? output = 5, long? cached = null, ChatFinishReason? finish = null) => new(new ChatMessage(ChatRole.Assistant, text))
    {
        ModelId = "lantern-1",
        FinishReason = finish ?? ChatFinishReason.Stop,
        Usage = input is null ? null : new UsageDetails { InputTokenCount = input, OutputTokenCount = output, CachedInputTokenCount = cached },
    };

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        LastOptions = options;
        return answer(Interlocked.Increment(ref _calls));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        // Word by word, the usage last.
        var response = await GetResponseAsync(messages, options, cancellationToken);
        var words = response.Text.Split(' ');
        for (var i = 0; i < words.Length; i++)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, i == 0 ? words[i] : $" {words[i]}") { ModelId = response.ModelId };
        }

        var end = new ChatResponseUpdate(ChatRole.Assistant, []) { ModelId = response.ModelId, FinishReason = response.FinishReason };
        if (response.Usage is { } usage)
        {
            end.Contents.Add(new UsageContent(usage));
        }

        yield return end;
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
        => serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("tests", null, model) : null;

    public void Dispose()
    {
    }
}
