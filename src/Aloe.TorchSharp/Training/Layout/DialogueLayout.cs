namespace Aloe.Torch.Training;

/// <summary>Lays a linear dialogue out for supervised fine-tuning; every reply is learned from.</summary>
internal static class DialogueLayout
{
    /// <param name="dialogue">The dialogue.</param>
    /// <param name="encoder">Encodes messages.</param>
    /// <param name="first">Oldest turns, of user and assistant, that are left out; the system message always stays.</param>
    /// <exception cref="InvalidDataException">The dialogue cannot be trained on; the message names it.</exception>
    public static EncodedExample Build(Dialogue dialogue, MessageEncoder encoder, int first = 0)
    {
        var builder = new ExampleBuilder(dialogue.Id, encoder.Prefix);
        var expected = DialogueRole.User;
        var turn = 0;
        for (var i = 0; i < dialogue.Messages.Count; i++)
        {
            var message = dialogue.Messages[i];
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

            var isKept = turn >= first;
            if (message.Role == DialogueRole.User)
            {
                expected = DialogueRole.Assistant;
                if (isKept)
                {
                    builder.Extend(encoder.Context(message, where));
                }
            }
            else
            {
                expected = DialogueRole.User;
                turn++;
                if (isKept)
                {
                    builder.ExtendLearned(encoder.Reply(message.Text, where), i + 1, ReplyKind.Preferred);
                }
            }
        }

        return builder.Build()
            ?? throw new InvalidDataException($"Dialogue '{dialogue.Id}' has no assistant message; there is nothing to learn from.");
    }
}
