namespace Aloe.Torch.Training;

/// <summary>Encodes messages one by one, so that the prefix of a pair is exactly the trunk, and checks what the chat template makes of each.</summary>
internal sealed class MessageEncoder(
    int[] prefix, int[] replyHeader, int endOfTurn, Func<DialogueMessage, EncodedMessage> encode, Func<IReadOnlyList<DialogueMessage>, IReadOnlyList<DialogueMessage>>? arrange = null)
{
    public MessageEncoder(ChatTokenizer tokenizer)
        : this([.. tokenizer.Prefix], [.. tokenizer.ReplyHeader], tokenizer.EndOfTurn, tokenizer.Encode, tokenizer.Arrange)
    {
    }

    /// <summary>Tokens before the first message.</summary>
    public int[] Prefix => prefix;

    /// <summary>A conversation as the template writes it, for instance with a default system message. Only what comes up to and with the first user message can change.</summary>
    /// <param name="messages">The conversation from its first message on.</param>
    /// <param name="where">Names the example in errors.</param>
    /// <exception cref="InvalidDataException">The template cannot write it.</exception>
    public IReadOnlyList<DialogueMessage> Arrange(IReadOnlyList<DialogueMessage> messages, string where)
    {
        try
        {
            return arrange is null ? messages : arrange(messages);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"{where}: {e.Message}", e);
        }
    }

    /// <summary>A message of the system or the user.</summary>
    /// <param name="message">What to encode.</param>
    /// <param name="where">Names example and turn in errors.</param>
    /// <exception cref="InvalidDataException">The template starts the message with the beginning of a conversation.</exception>
    public MessageTokens Context(DialogueMessage message, string where)
    {
        var encoded = Checked(message, where);
        return new MessageTokens(encoded.Tokens, encoded.BodyStart, encoded.BodyStart);
    }

    /// <summary>A reply.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="where">Names example, turn and reply in errors.</param>
    /// <exception cref="InvalidDataException">The reply is empty, or the template does not give it the header that generation starts from or an end of turn.</exception>
    public MessageTokens Reply(string text, string where)
    {
        var (tokens, bodyStart) = Checked(new DialogueMessage(DialogueRole.Assistant, text), where);
        if (bodyStart == 0 || !tokens.AsSpan(0, bodyStart).SequenceEqual(replyHeader))
        {
            throw new InvalidDataException($"{where}: prefix mismatch: the reply does not start with the header that replies are generated from, so the prefix would not be the trunk.");
        }

        var bodyEnd = tokens.AsSpan().LastIndexOf(endOfTurn) + 1;
        if (bodyEnd <= bodyStart)
        {
            throw new InvalidDataException($"{where}: the chat template gives the reply no end-of-turn token, so the model could not learn to stop.");
        }

        return bodyEnd - bodyStart > 1 && !string.IsNullOrWhiteSpace(text)
            ? new MessageTokens(tokens, bodyStart, bodyEnd)
            : throw new InvalidDataException($"{where}: the reply is empty; there is nothing to learn from.");
    }

    private EncodedMessage Checked(DialogueMessage message, string where)
    {
        var encoded = encode(message);
        return prefix.Length == 0 || !encoded.Tokens.AsSpan().StartsWith(prefix)
            ? encoded
            : throw new InvalidDataException($"{where}: the message starts with the beginning-of-text prefix once more (double BOS).");
    }
}
