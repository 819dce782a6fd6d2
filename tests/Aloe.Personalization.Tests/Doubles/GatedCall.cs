using Microsoft.Extensions.AI;

namespace Aloe.Personalization.Tests.Doubles;

/// <summary>A call that is open until the test answers it.</summary>
internal sealed class GatedCall(IReadOnlyList<ChatMessage> messages, ChatOptions? options, CancellationToken token)
{
    private readonly TaskCompletionSource<string> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<ChatMessage> Messages => messages;

    public ChatOptions? Options => options;

    public CancellationToken Token => token;

    public Task<string> Task => _answer.Task;

    public string Text => string.Join('\n', messages.Select(message => message.Text));

    public string SystemText => string.Join('\n', messages.Where(message => message.Role == ChatRole.System).Select(message => message.Text));

    public void Answer(string text) => _answer.SetResult(text);

    public void Fail(Exception failure) => _answer.SetException(failure);
}
