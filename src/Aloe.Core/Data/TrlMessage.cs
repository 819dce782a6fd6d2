namespace Aloe.Data;

/// <summary>A chat message as Hugging Face's libraries write it.</summary>
internal sealed record TrlMessage(DialogueRole Role, string Content)
{
    public static IReadOnlyList<TrlMessage> From(IEnumerable<DialogueMessage> messages)
        => [.. messages.Select(message => new TrlMessage(message.Role, message.Text))];

    /// <summary>The messages of a field, of which none is null and at least one is there.</summary>
    public static IReadOnlyList<DialogueMessage> Read(IReadOnlyList<TrlMessage> messages, string field, JsonLine line)
    {
        line.Require(messages.Count > 0, field, "must not be empty.");
        line.Require(messages.All(message => message is not null), field, "must not hold null.");
        return [.. messages.Select(message => new DialogueMessage(message.Role, message.Content))];
    }
}
