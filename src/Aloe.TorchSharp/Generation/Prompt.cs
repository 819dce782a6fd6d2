using Microsoft.Extensions.AI;

namespace Aloe.Torch;

/// <summary>Writes a conversation as the tokens that a reply follows.</summary>
internal static class Prompt
{
    /// <summary>Tokens of the conversation and the header of the reply. Where they are too many, the oldest turns are left out; system messages stay.</summary>
    /// <param name="messages">The conversation; at least one message.</param>
    /// <param name="instructions">A system message to put first; null for none.</param>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="maxTokens">Tokens that the prompt may have.</param>
    /// <exception cref="ArgumentException">There is no message, one is not text, or the last one alone is too long.</exception>
    public static int[] Build(IEnumerable<ChatMessage> messages, string? instructions, ChatTokenizer tokenizer, int maxTokens)
    {
        var all = messages.Select(ToDialogue).ToList();
        if (all.Count == 0)
        {
            throw new ArgumentException("The conversation has no message.", nameof(messages));
        }

        if (!string.IsNullOrEmpty(instructions))
        {
            all.Insert(0, new DialogueMessage(DialogueRole.System, instructions));
        }

        var encoded = new Dictionary<DialogueMessage, int[]>();
        while (true)
        {
            int[] tokens = [.. tokenizer.Prefix, .. tokenizer.Arrange(all).SelectMany(Encode), .. tokenizer.ReplyHeader];
            if (tokens.Length <= maxTokens)
            {
                return tokens;
            }

            if (!DropOldestTurn(all))
            {
                throw new ArgumentException($"The last message and the system message take {tokens.Length} tokens; beside the reply the model has room for {maxTokens}.", nameof(messages));
            }
        }

        int[] Encode(DialogueMessage message) => encoded.TryGetValue(message, out var tokens) ? tokens : encoded[message] = tokenizer.Encode(message).Tokens;
    }

    /// <summary>Takes away the oldest message that is no system message, and what follows it up to the next user message; false where only the last message is left.</summary>
    private static bool DropOldestTurn(List<DialogueMessage> messages)
    {
        var dropped = false;
        var first = messages.FindIndex(message => message.Role != DialogueRole.System);
        while (first >= 0 && first < messages.Count - 1 && (!dropped || messages[first].Role != DialogueRole.User))
        {
            messages.RemoveAt(first);
            dropped = true;
        }

        return dropped;
    }

    private static DialogueMessage ToDialogue(ChatMessage message)
    {
        var role = message.Role == ChatRole.System ? DialogueRole.System
            : message.Role == ChatRole.User ? DialogueRole.User
            : message.Role == ChatRole.Assistant ? DialogueRole.Assistant
            : throw new ArgumentException($"A message has the role \"{message.Role}\"; the model knows system, user and assistant.", nameof(message));
        return message.Contents.FirstOrDefault(content => content is not TextContent) is { } other
            ? throw new ArgumentException($"A message holds {other.GetType().Name}; the model reads text only.", nameof(message))
            : new DialogueMessage(role, message.Text);
    }
}
