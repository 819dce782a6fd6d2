namespace Aloe.Torch.Training;

/// <summary>A path of an example while it is laid out: the trunk, or what grows off another path.</summary>
/// <param name="depth">Tokens of the conversation before its first one.</param>
internal sealed class ExampleBranch(int depth)
{
    private readonly List<int> _tokens = [];
    private readonly List<ExampleBranch> _forks = [];
    private int _learned;

    /// <summary>Tokens so far.</summary>
    public int Count => _tokens.Count;

    /// <summary>Index of its first token in the example, once it has been placed.</summary>
    public int Start { get; private set; }

    private int Depth => depth;

    /// <summary>Tokens that are needed: up to the last fork, and up to the last token that predicts one of its own.</summary>
    private int Length { get; set; }

    /// <summary>End, in the example, of all that grows off it.</summary>
    private int End { get; set; }

    public void Extend(ReadOnlySpan<int> tokens) => _tokens.AddRange(tokens);

    /// <summary>Continues with a reply that is learned from. Its last token predicts nothing.</summary>
    public void ExtendLearned(MessageTokens reply)
    {
        _learned = Count + reply.BodyEnd - 1;
        Extend(reply.Tokens);
    }

    /// <summary>A path that leaves this one after some of its tokens.</summary>
    public ExampleBranch Fork(int length)
    {
        var fork = new ExampleBranch(depth + length);
        _forks.Add(fork);
        return fork;
    }

    /// <summary>Leaves out the end that nothing is learned from, and brings the forks into order, the deepest last; the forks must have been trimmed.</summary>
    public void Trim()
    {
        _forks.RemoveAll(fork => fork is { Length: 0, _forks.Count: 0 });
        ExampleBranch[] ordered = [.. _forks.OrderBy(fork => fork.Depth)];
        _forks.Clear();
        _forks.AddRange(ordered);
        Length = Math.Max(_learned, ordered is [.., var deepest] ? deepest.Depth - depth : 0);
    }

    /// <summary>Appends the tokens to an example.</summary>
    /// <returns>The forks; the last one belongs right behind.</returns>
    public IReadOnlyList<ExampleBranch> Place(List<int> tokens, List<int> positions)
    {
        Start = tokens.Count;
        tokens.AddRange(_tokens.Take(Length));
        positions.AddRange(Enumerable.Range(depth, Length));
        return _forks;
    }

    /// <summary>A token is seen by its own path and by the forks that leave behind it, of which the first stands last; the forks must have been marked.</summary>
    public void MarkVisible(Span<int> until)
    {
        End = _forks.Count > 0 ? _forks[0].End : Start + Length;
        var next = 0;
        for (var i = 0; i < Length; i++)
        {
            while (next < _forks.Count && _forks[next].Depth <= depth + i)
            {
                next++;
            }

            until[Start + i] = next < _forks.Count ? _forks[next].End : Start + Length;
        }
    }
}
