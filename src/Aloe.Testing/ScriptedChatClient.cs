using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Aloe.Testing;

/// <summary>Answers by a script and keeps every call.</summary>
/// <remarks>Thread-safe if the script is. A streaming call gets the same answer as updates.</remarks>
public sealed class ScriptedChatClient : IChatClient
{
    private readonly Func<ScriptedCall, CancellationToken, Task<ChatResponse>> _answer;
    private readonly ConcurrentQueue<ScriptedCall> _calls = new();
    private int _count;

    /// <summary>Answers by a function that may wait, fail or give a whole response.</summary>
    /// <param name="answer">The script.</param>
    public ScriptedChatClient(Func<ScriptedCall, CancellationToken, Task<ChatResponse>> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        _answer = answer;
    }

    /// <summary>Answers by a function; what it throws is what the call throws.</summary>
    /// <param name="answer">The script.</param>
    public ScriptedChatClient(Func<ScriptedCall, string> answer)
        : this(AtOnce(answer))
    {
    }

    /// <summary>Gives the answers one after the other; a call beyond the last throws <see cref="InvalidOperationException"/>.</summary>
    /// <param name="answers">The script.</param>
    public ScriptedChatClient(params string[] answers)
        : this(call => call.Number < answers.Length ? answers[call.Number] : throw new InvalidOperationException($"The script has {answers.Length} answers; this is call {call.Number + 1}."))
    {
        ArgumentNullException.ThrowIfNull(answers);
    }

    /// <summary>Every call so far, in the order of arrival.</summary>
    public IReadOnlyList<ScriptedCall> Calls => [.. _calls];

    /// <inheritdoc/>
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        cancellationToken.ThrowIfCancellationRequested();
        var call = new ScriptedCall(Interlocked.Increment(ref _count) - 1, [.. messages], options);
        _calls.Enqueue(call);
        return _answer(call, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        foreach (var update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Does nothing: there is nothing to release.</summary>
    public void Dispose()
    {
    }

    private static Func<ScriptedCall, CancellationToken, Task<ChatResponse>> AtOnce(Func<ScriptedCall, string> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return async (call, _) => new ChatResponse(new ChatMessage(ChatRole.Assistant, answer(call)));
    }
}
