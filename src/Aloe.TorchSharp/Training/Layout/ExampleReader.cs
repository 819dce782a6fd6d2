namespace Aloe.Torch.Training;

/// <summary>Lays examples out, and applies <see cref="TrainingOptions.LongExamples"/> to those that are too long.</summary>
/// <param name="encoder">Encodes messages.</param>
/// <param name="maxTokens">Most tokens of an example.</param>
/// <param name="maxPositions">Most tokens of one of its conversations.</param>
/// <param name="policy">What happens to a longer one. Under <see cref="LongExamplePolicy.Error"/> it comes out as it is, for <see cref="TrainingData"/> to refuse.</param>
internal sealed class ExampleReader(MessageEncoder encoder, int maxTokens, int maxPositions, LongExamplePolicy policy)
{
    /// <summary>Turns left out so far.</summary>
    public int DroppedTurns { get; private set; }

    /// <summary>A dialogue, of which every reply is learned from.</summary>
    /// <exception cref="InvalidDataException">It cannot be trained on; the message names it.</exception>
    public EncodedExample? Sft(Dialogue dialogue)
        => Fitting(dialogue.Messages.Count(message => message.Role == DialogueRole.Assistant), first => DialogueLayout.Build(dialogue, encoder, first));

    /// <summary>A tree, of which the preferred replies are learned from; null when all turns are ties.</summary>
    /// <exception cref="InvalidDataException">It cannot be trained on; the message names it.</exception>
    public EncodedExample? Sft(ConversationTree tree) => Fitting(Droppable(tree), first => TreeLayout.ForSft(tree, encoder, first));

    /// <summary>A tree, of which all decided pairs are learned from; null when all turns are ties.</summary>
    /// <exception cref="InvalidDataException">It cannot be trained on; the message names it.</exception>
    public EncodedExample? Dpo(ConversationTree tree) => Fitting(Droppable(tree), first => TreeLayout.ForDpo(tree, encoder, first));

    /// <summary>A tree as it is; or, where it has branches and is too long, the conversations that it consists of, so that nothing of it is lost.</summary>
    /// <exception cref="InvalidDataException">It cannot be trained on; the message names it.</exception>
    public IEnumerable<ConversationTree> Parts(ConversationTree tree)
        => tree.HasBranches && TreeLayout.ForDpo(tree, encoder) is { } example && !Fits(example) ? tree.Trunks() : [tree];

    // In a tree with branches the oldest turns are the root of all others: such a tree stays as it is.
    private static int Droppable(ConversationTree tree) => tree.HasBranches ? 1 : tree.Turns.Count;

    private EncodedExample? Fitting(int turns, Func<int, EncodedExample?> layOutFrom)
    {
        var first = 0;
        var example = layOutFrom(first);
        while (policy == LongExamplePolicy.DropOldestTurns && first < turns - 1 && example is not null && !Fits(example))
        {
            example = layOutFrom(++first);
        }

        DroppedTurns += first;
        return example;
    }

    private bool Fits(EncodedExample example) => example.Tokens.Length <= maxTokens && example.Positions.Max() < maxPositions;
}
