namespace Aloe.Torch.Training;

/// <summary>Lays a linear dialogue out for supervised fine-tuning; every reply is learned from.</summary>
internal static class DialogueLayout
{
    /// <exception cref="InvalidDataException">The dialogue cannot be trained on; the message names it.</exception>
    public static EncodedExample Build(Dialogue dialogue, MessageEncoder encoder)
    {
        var builder = new ExampleBuilder(dialogue.Id, encoder.Prefix);
        var expected = DialogueRole.User;
        var messages = encoder.Arrange(dialogue.Messages, $"Dialogue '{dialogue.Id}'");
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            var where = $"Dialogue '{dialogue.Id}', message {i + 1}";
            if (message.Role == DialogueRole.System && i == 0)
            {
                builder.Extend(encoder.Context(message, where));
                continue;
            }

            if (message.Role != expected)
            {
                throw new InvalidDataException($"{where}: expected the {expected}, found the {message.Role}; user and assistant must alternate after an optional system message.");
            }

            if (message.Role == DialogueRole.User)
            {
                builder.Extend(encoder.Context(message, where));
                expected = DialogueRole.Assistant;
            }
            else
            {
                builder.ExtendLearned(encoder.Reply(message.Text, where), i + 1, ReplyKind.Preferred);
                expected = DialogueRole.User;
            }
        }

        return builder.Build()
            ?? throw new InvalidDataException($"Dialogue '{dialogue.Id}' has no assistant message; there is nothing to learn from.");
    }
}
