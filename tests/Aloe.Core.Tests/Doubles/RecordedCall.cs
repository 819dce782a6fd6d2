using Microsoft.Extensions.AI;

namespace Aloe.Core.Tests.Doubles;

internal sealed record RecordedCall(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)
{
    /// <summary>Each message as <c>role: text</c>.</summary>
    public IReadOnlyList<string> Lines => [.. Messages.Select(message => $"{message.Role}: {message.Text}")];

    public string LastText => Messages[^1].Text;
}
