namespace Aloe.Torch.Training;

/// <summary>A tree or dialogue as one sequence of tokens in which every message stands once.</summary>
/// <param name="Id">Names the example in errors.</param>
/// <param name="Tokens">The trunk, then what branches off it, the deepest first and each followed in the same way by what branches off it: so the trunk is a plain sequence, and all that see a token are one range.</param>
/// <param name="Positions">Depth of each token in the tree, which is its place in the conversation it belongs to.</param>
/// <param name="VisibleUntil">End of the range of tokens that see a token: token i attends to j exactly when j ≤ i &lt; VisibleUntil[j].</param>
/// <param name="Predictors">For each predicted token the index of the token whose hidden state predicts it.</param>
/// <param name="Targets">The predicted tokens.</param>
/// <param name="Replies">The replies that <paramref name="Predictors"/> and <paramref name="Targets"/> belong to, by turn.</param>
internal sealed record EncodedExample(
    string Id, int[] Tokens, int[] Positions, int[] VisibleUntil, int[] Predictors, int[] Targets, ReplySpan[] Replies)
{
    /// <summary>Turns with both replies learned from.</summary>
    public int Pairs => Replies.Count(reply => reply.Kind == ReplyKind.Rejected);

    /// <summary>Preferred replies learned from.</summary>
    public int PreferredReplies => Replies.Count(reply => reply.Kind == ReplyKind.Preferred);

    /// <summary>Predicted tokens of preferred replies.</summary>
    public int PreferredTokens => Replies.Where(reply => reply.Kind == ReplyKind.Preferred).Sum(reply => reply.Length);
}
