using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace Aloe.Core.Tests.Doubles;

/// <summary>Answers by a function and records every call.</summary>
internal sealed class ScriptedChatClient(Func<RecordedCall, CancellationToken, Task<ChatResponse>> answer) : IChatClient
{
    private readonly ConcurrentQueue<RecordedCall> _calls = new();

    public ScriptedChatClient(Func<RecordedCall, string> answer)
        : this((call, _) => Task.FromResult(Response(answer(call))))
    {
    }

    /// <summary>Gives the answers one after the other.</summary>
    public ScriptedChatClient(params string[] answers)
        : this(Next(new Queue<string>(answers)))
    {
    }

    public IReadOnlyList<RecordedCall> Calls => [.. _calls];

    public static ChatResponse Response(string text) => new(new ChatMessage(ChatRole.Assistant, text));

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var call = new RecordedCall([.. messages], options);
        _calls.Enqueue(call);
        return answer(call, cancellationToken);
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        => throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private static Func<RecordedCall, string> Next(Queue<string> answers)
        => _ => answers.TryDequeue(out var answer) ? answer : throw new InvalidOperationException("The script has no more answers.");
}
