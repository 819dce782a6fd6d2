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
        Check(dialogue);
        var builder = new ExampleBuilder(dialogue.Id, encoder.Prefix);
        var messages = encoder.Arrange(From(dialogue.Messages, first), $"Dialogue '{dialogue.Id}'");
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            var where = $"Dialogue '{dialogue.Id}', message {(2 * first) + i + 1}";
            if (message.Role == DialogueRole.Assistant)
            {
                builder.ExtendLearned(builder.Trunk, encoder.Reply(message.Text, where), (2 * first) + i + 1, ReplyKind.Preferred);
            }
            else
            {
                builder.Trunk.Extend(encoder.Context(message, where).Tokens);
            }
        }

        return builder.Build()
            ?? throw new InvalidDataException($"Dialogue '{dialogue.Id}' has no assistant message; there is nothing to learn from.");
    }

    private static void Check(Dialogue dialogue)
    {
        var expected = DialogueRole.User;
        for (var i = dialogue.Messages is [{ Role: DialogueRole.System }, ..] ? 1 : 0; i < dialogue.Messages.Count; i++)
        {
            var role = dialogue.Messages[i].Role;
            if (role != expected)
            {
                throw new InvalidDataException(
                    $"Dialogue '{dialogue.Id}', message {i + 1}: expected the {expected}, found the {role}; user and assistant must alternate after an optional system message.");
            }

            expected = expected == DialogueRole.User ? DialogueRole.Assistant : DialogueRole.User;
        }
    }

    private static IReadOnlyList<DialogueMessage> From(IReadOnlyList<DialogueMessage> messages, int first)
    {
        var opening = messages is [{ Role: DialogueRole.System }, ..] ? 1 : 0;
        return first == 0 ? messages : [.. messages.Take(opening), .. messages.Skip(opening + (2 * first))];
    }
}
