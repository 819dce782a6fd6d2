using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.AI;

namespace Aloe.Personalization.Tests.Doubles;

/// <summary>Hands every call to the test, which answers it when it likes. A stubborn one goes on although it is cancelled.</summary>
internal sealed class GatedChatClient(bool isStubborn = false) : IChatClient
{
    /// <summary>So that a test that fails also ends.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<GatedCall> _calls = Channel.CreateUnbounded<GatedCall>();

    public bool IsIdle => !_calls.Reader.TryPeek(out _);

    public async Task<GatedCall> NextAsync() => await _calls.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var call = new GatedCall([.. messages], options, cancellationToken);
        _calls.Writer.TryWrite(call);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, await call.Task.WaitAsync(Patience, isStubborn ? CancellationToken.None : cancellationToken)));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (var letter in response.Text)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, letter.ToString());
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
