namespace Aloe.Torch.Training;

/// <summary>Lays messages out as one sequence: the trunk grows, branches grow off it and off each other.</summary>
internal sealed class ExampleBuilder
{
    private readonly string _id;
    private readonly List<ExampleBranch> _branches = [new(depth: 0)];
    private readonly List<Learned> _learned = [];

    public ExampleBuilder(string id, int[] prefix)
    {
        _id = id;
        Trunk.Extend(prefix);
    }

    /// <summary>The path that begins with the prefix.</summary>
    public ExampleBranch Trunk => _branches[0];

    /// <summary>Continues a path with a reply that is also learned from.</summary>
    public void ExtendLearned(ExampleBranch path, MessageTokens reply, int turn, ReplyKind kind)
    {
        _learned.Add(new(reply, turn, kind, path, path.Count));
        path.ExtendLearned(reply);
    }

    /// <summary>A new path that leaves another one at its end, or after some of its tokens.</summary>
    public ExampleBranch Fork(ExampleBranch path, int? length = null)
    {
        var fork = path.Fork(length ?? path.Count);
        _branches.Add(fork);
        return fork;
    }

    /// <summary>The example, without the ends that nothing is learned from; null when nothing is learned from it at all.</summary>
    public EncodedExample? Build()
    {
        if (_learned.Count == 0)
        {
            return null;
        }

        // A branch is younger than the one it grows off.
        var length = 0;
        for (var i = _branches.Count - 1; i >= 0; i--)
        {
            _branches[i].Trim();
            length += _branches[i].Length;
        }

        var (tokens, positions, until) = (Blank(length), Blank(length), Blank(length));
        Place(tokens, positions);
        for (var i = _branches.Count - 1; i >= 0; i--)
        {
            _branches[i].MarkVisible(until);
        }

        return Learn(tokens, positions, until);
    }

    private void Place(int[] tokens, int[] positions)
    {
        var open = new Stack<ExampleBranch>([Trunk]);
        for (var start = 0; open.TryPop(out var branch); start += branch.Length)
        {
            foreach (var fork in branch.Place(start, tokens, positions))
            {
                open.Push(fork);
            }
        }
    }

    // The first body token is predicted by the last token of the reply's own header, wherever the copy stands.
    private EncodedExample Learn(int[] tokens, int[] positions, int[] until)
    {
        var count = _learned.Sum(learned => learned.Tokens.Body.Length);
        var (predictors, targets, replies) = (Blank(count), Blank(count), new ReplySpan[_learned.Count]);
        var next = 0;
        foreach (var (index, (reply, turn, kind, path, at)) in _learned.Index())
        {
            var body = reply.Body;
            replies[index] = new ReplySpan(turn, kind, next, body.Length);
            body.CopyTo(targets.AsSpan(next));
            for (var i = 0; i < body.Length; i++)
            {
                predictors[next + i] = path.Start + at + reply.BodyStart - 1 + i;
            }

            next += body.Length;
        }

        return new EncodedExample(_id, tokens, positions, until, predictors, targets, replies);
    }

    // Every entry is written.
    private static int[] Blank(int length) => GC.AllocateUninitializedArray<int>(length);

    /// <param name="Tokens">A reply that is learned from.</param>
    /// <param name="Turn">Its turn.</param>
    /// <param name="Kind">Which of the turn's replies it is.</param>
    /// <param name="Path">Where it stands.</param>
    /// <param name="At">Its first token there.</param>
    private sealed record Learned(MessageTokens Tokens, int Turn, ReplyKind Kind, ExampleBranch Path, int At);
}
