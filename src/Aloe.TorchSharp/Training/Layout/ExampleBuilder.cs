namespace Aloe.Torch.Training;

/// <summary>Lays messages out as one sequence: the trunk grows, leaves branch off it.</summary>
internal sealed class ExampleBuilder
{
    private readonly string _id;
    private readonly List<int> _trunk = [];
    private readonly List<(int Depth, int[] Tokens)> _leaves = [];
    private readonly List<Learned> _learned = [];

    public ExampleBuilder(string id, ReadOnlySpan<int> prefix)
    {
        _id = id;
        _trunk.AddRange(prefix);
    }

    /// <summary>Continues the trunk with a message that is context only.</summary>
    public void Extend(MessageTokens message) => _trunk.AddRange(message.Tokens);

    /// <summary>Continues the trunk with a reply that is also learned from.</summary>
    public void ExtendLearned(MessageTokens reply, int turn, ReplyKind kind)
    {
        _learned.Add(new(reply, turn, kind, Leaf: null, _trunk.Count));
        Extend(reply);
    }

    /// <summary>Adds a reply that is learned from and ends there. Its last token predicts nothing and is left out.</summary>
    public void Branch(MessageTokens reply, int turn, ReplyKind kind)
    {
        _learned.Add(new(reply, turn, kind, _leaves.Count, 0));
        _leaves.Add((_trunk.Count, reply.Tokens[..(reply.BodyEnd - 1)]));
    }

    /// <summary>The example, without the end of the trunk that nothing is learned from; null when nothing is learned from it at all.</summary>
    public EncodedExample? Build()
    {
        if (_learned.Count == 0)
        {
            return null;
        }

        // The trunk is needed up to the last branch, and up to the last token that predicts one of its own.
        var length = Math.Max(
            _leaves.Select(leaf => leaf.Depth).DefaultIfEmpty(0).Max(),
            _learned.Where(reply => reply.Leaf is null).Select(reply => reply.At + reply.Tokens.BodyEnd - 1).DefaultIfEmpty(0).Max());
        var (tokens, positions, until) = (_trunk.Take(length).ToList(), Enumerable.Range(0, length).ToList(), new List<int>());
        var starts = new int[_leaves.Count];
        for (var leaf = _leaves.Count - 1; leaf >= 0; leaf--)
        {
            starts[leaf] = tokens.Count;
            tokens.AddRange(_leaves[leaf].Tokens);
            positions.AddRange(Enumerable.Range(_leaves[leaf].Depth, _leaves[leaf].Tokens.Length));
        }

        // A token of the trunk is seen by the leaves that branch off behind it, the last of which stands first.
        int EndOf(int leaf) => starts[leaf] + _leaves[leaf].Tokens.Length;
        until.AddRange(Enumerable.Range(0, length).Select(i => _leaves.FindIndex(leaf => leaf.Depth > i) is >= 0 and var first ? EndOf(first) : length));
        for (var leaf = _leaves.Count - 1; leaf >= 0; leaf--)
        {
            until.AddRange(Enumerable.Repeat(EndOf(leaf), _leaves[leaf].Tokens.Length));
        }

        return Learn(starts, [.. tokens], [.. positions], [.. until]);
    }

    // The first body token is predicted by the last token of the reply's own header, wherever the copy stands.
    private EncodedExample Learn(int[] starts, int[] tokens, int[] positions, int[] until)
    {
        var (predictors, targets, replies) = (new List<int>(), new List<int>(), new List<ReplySpan>());
        foreach (var (reply, turn, kind, leaf, at) in _learned)
        {
            var start = leaf is { } index ? starts[index] : at;
            replies.Add(new ReplySpan(turn, kind, targets.Count, reply.BodyEnd - reply.BodyStart));
            predictors.AddRange(Enumerable.Range(start + reply.BodyStart - 1, reply.BodyEnd - reply.BodyStart));
            targets.AddRange(reply.Tokens[reply.BodyStart..reply.BodyEnd]);
        }

        return new EncodedExample(_id, tokens, positions, until, [.. predictors], [.. targets], [.. replies]);
    }

    /// <param name="Tokens">A reply that is learned from.</param>
    /// <param name="Turn">Its turn.</param>
    /// <param name="Kind">Which of the turn's replies it is.</param>
    /// <param name="Leaf">Its number among the leaves; null on the trunk.</param>
    /// <param name="At">Where it starts on the trunk.</param>
    private sealed record Learned(MessageTokens Tokens, int Turn, ReplyKind Kind, int? Leaf, int At);
}
