namespace Aloe.Data;

/// <summary>Training examples from trees, besides <see cref="ConversationTree.Pairs"/>.</summary>
public static class TreeProjections
{
    /// <summary>One dialogue for each turn: the trunk up to its user message, then one of its two replies, whether or not the conversation went on with it.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="reply">Which reply ends the dialogues. The rejected ones serve as a control (paper, section 5).</param>
    public static IEnumerable<Dialogue> Dialogues(this ConversationTree tree, ReplyKind reply = ReplyKind.Preferred)
    {
        ArgumentNullException.ThrowIfNull(tree);
        return tree.Turns.Select(turn => new Dialogue(
            $"{tree.Id}#{turn.Number}",
            [.. tree.PromptOf(turn.Number), new DialogueMessage(DialogueRole.Assistant, reply == ReplyKind.Preferred ? turn.Preferred : turn.Rejected)]));
    }
}
