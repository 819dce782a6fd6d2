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

        var encoded = all.Select(message => (message.Role, tokenizer.Encode(message).Tokens)).ToList();
        var length = tokenizer.Prefix.Count + tokenizer.ReplyHeader.Count + encoded.Sum(message => message.Tokens.Length);
        while (length > maxTokens)
        {
            length -= DropOldestTurn(encoded) is > 0 and var dropped
                ? dropped
                : throw new ArgumentException($"The last message and the system message take {length} tokens; beside the reply the model has room for {maxTokens}.", nameof(messages));
        }

        return [.. tokenizer.Prefix, .. encoded.SelectMany(message => message.Tokens), .. tokenizer.ReplyHeader];
    }

    /// <summary>Takes away the oldest message that is no system message, and what follows it up to the next user message; returns the number of tokens, 0 where only the last message is left.</summary>
    private static int DropOldestTurn(List<(DialogueRole Role, int[] Tokens)> messages)
    {
        var dropped = 0;
        var first = messages.FindIndex(message => message.Role != DialogueRole.System);
        while (first >= 0 && first < messages.Count - 1 && (dropped == 0 || messages[first].Role != DialogueRole.User))
        {
            dropped += messages[first].Tokens.Length;
            messages.RemoveAt(first);
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
