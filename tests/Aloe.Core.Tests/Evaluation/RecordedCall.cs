using Microsoft.Extensions.AI;

namespace Aloe.Core.Tests.Evaluation;

internal sealed record RecordedCall(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)
{
    /// <summary>One line a message, <c>role: text</c>.</summary>
    public string[] Lines => [.. Messages.Select(message => $"{message.Role}: {message.Text}")];
}
