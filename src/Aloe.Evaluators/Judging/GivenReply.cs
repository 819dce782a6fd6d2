using Microsoft.Extensions.AI;

namespace Aloe.Evaluators;

/// <summary>A reply, and what was said before it.</summary>
/// <param name="Turn">1-based number among the replies of its conversation.</param>
/// <param name="Conversation">Up to and including the user's message.</param>
/// <param name="Text">The reply.</param>
internal sealed record GivenReply(int Turn, IReadOnlyList<DialogueMessage> Conversation, string Text)
{
    /// <summary>The replies of a conversation, in order. What the assistant says in several messages, around its tool calls, is one reply; what it says before the user has spoken is none.</summary>
    public static IReadOnlyList<GivenReply> In(IEnumerable<ChatMessage> messages)
    {
        var said = Said(messages);
        var start = said.FindIndex(message => message.Role == DialogueRole.User);
        return start < 0 ? [] :
        [
            .. Enumerable.Range(start, said.Count - start)
                .Where(i => said[i].Role == DialogueRole.Assistant)
                .Select((i, number) => new GivenReply(number + 1, said[..i], said[i].Text)),
        ];
    }

    /// <summary>What was said aloud: no instructions, no tool results, no messages without text.</summary>
    private static List<DialogueMessage> Said(IEnumerable<ChatMessage> messages)
    {
        var said = new List<DialogueMessage>();
        foreach (var message in messages)
        {
            var text = message.Text.Trim();
            if (text.Length == 0 || (message.Role != ChatRole.User && message.Role != ChatRole.Assistant))
            {
                continue;
            }

            var role = message.Role == ChatRole.User ? DialogueRole.User : DialogueRole.Assistant;
            if (role == DialogueRole.Assistant && said.Count > 0 && said[^1].Role == role)
            {
                said[^1] = said[^1] with { Text = $"{said[^1].Text}\n{text}" };
            }
            else
            {
                said.Add(new DialogueMessage(role, text));
            }
        }

        return said;
    }
}
