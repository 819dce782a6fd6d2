using Microsoft.Extensions.AI;

namespace Aloe.Testing;

/// <summary>A call as <see cref="ScriptedChatClient"/> received it.</summary>
/// <param name="Number">Calls before this one.</param>
/// <param name="Messages">The conversation.</param>
/// <param name="Options">The options, or null.</param>
public sealed record ScriptedCall(int Number, IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)
{
    /// <summary>Text of the last message; empty if there is none.</summary>
    public string LastText => Messages.Count > 0 ? Messages[^1].Text : "";
}
