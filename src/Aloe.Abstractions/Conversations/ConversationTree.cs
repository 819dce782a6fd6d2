namespace Aloe;

/// <summary>A multi-turn conversation with two replies a turn: K user messages, 2K replies, of which K continue the trunk (paper, section 3.2).</summary>
/// <param name="Id">Unique in its data set.</param>
/// <param name="Persona">Who the user is.</param>
/// <param name="Turns">The trunk in order.</param>
public sealed record ConversationTree(string Id, Persona Persona, IReadOnlyList<Turn> Turns)
{
    /// <summary>The trunk up to and including the user message of a turn: the prompt that both its replies answer.</summary>
    /// <param name="number">1-based turn number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The tree has no such turn.</exception>
    public IReadOnlyList<DialogueMessage> PromptOf(int number)
    {
        Require.InRange(number, 1, Turns.Count, nameof(number));
        var prompt = new List<DialogueMessage>((2 * number) - 1);
        for (var i = 0; i < number; i++)
        {
            prompt.Add(new DialogueMessage(DialogueRole.User, Turns[i].User));
            if (i < number - 1)
            {
                prompt.Add(new DialogueMessage(DialogueRole.Assistant, Turns[i].TrunkReply));
            }
        }

        return prompt;
    }

    /// <summary>One pair for each turn with a decided preference.</summary>
    public IEnumerable<PreferencePair> Pairs()
        => Turns.Where(turn => !turn.IsTie).Select(turn => new PreferencePair($"{Id}#{turn.Number}", PromptOf(turn.Number), turn.Preferred, turn.Rejected));

    /// <summary>Two trees are equal when they have the same id, persona and turns.</summary>
    /// <param name="other">What to compare with.</param>
    public bool Equals(ConversationTree? other)
        => other is not null && Id == other.Id && Persona == other.Persona && Turns.SequenceEqual(other.Turns);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Persona, Turns.Count);
}
