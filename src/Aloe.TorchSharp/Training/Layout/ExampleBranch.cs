namespace Aloe.Torch.Training;

/// <summary>A path of an example while it is laid out: the trunk, or what grows off another path.</summary>
/// <param name="depth">Tokens of the conversation before its first one.</param>
internal sealed class ExampleBranch(int depth)
{
    private readonly List<int[]> _messages = [];
    private readonly List<ExampleBranch> _forks = [];
    private int _learned;

    /// <summary>Tokens so far.</summary>
    public int Count { get; private set; }

    /// <summary>Tokens that are needed, once it has been trimmed: up to the last fork, and up to the last token that predicts one of its own.</summary>
    public int Length { get; private set; }

    /// <summary>Index of its first token in the example, once it has been placed.</summary>
    public int Start { get; private set; }

    private int Depth => depth;

    /// <summary>End, in the example, of all that grows off it.</summary>
    private int End { get; set; }

    public void Extend(int[] tokens)
    {
        _messages.Add(tokens);
        Count += tokens.Length;
    }

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
        var place = _forks.Count;
        while (place > 0 && _forks[place - 1].Depth > fork.Depth)
        {
            place--; // Nearly always the deepest yet.
        }

        _forks.Insert(place, fork);
        return fork;
    }

    /// <summary>Leaves out the end that nothing is learned from; the forks must have been trimmed.</summary>
    public void Trim()
    {
        _forks.RemoveAll(fork => fork is { Length: 0, _forks.Count: 0 });
        Length = Math.Max(_learned, _forks is [.., var deepest] ? deepest.Depth - depth : 0);
    }

    /// <summary>Writes the tokens into an example.</summary>
    /// <returns>The forks, the deepest last: that one belongs right behind.</returns>
    public IReadOnlyList<ExampleBranch> Place(int start, Span<int> tokens, Span<int> positions)
    {
        Start = start;
        var rest = tokens.Slice(start, Length);
        foreach (var message in _messages)
        {
            var needed = message.AsSpan(0, Math.Min(message.Length, rest.Length));
            needed.CopyTo(rest);
            rest = rest[needed.Length..];
        }

        for (var i = 0; i < Length; i++)
        {
            positions[start + i] = depth + i;
        }

        return _forks;
    }

    /// <summary>A token is seen by its own path and by the forks that leave behind it, of which the first stands last; the forks must have been marked.</summary>
    public void MarkVisible(Span<int> until)
    {
        End = _forks.Count > 0 ? _forks[0].End : Start + Length;
        var own = until.Slice(Start, Length);
        var marked = 0;
        foreach (var fork in _forks)
        {
            own[marked..(fork.Depth - depth)].Fill(fork.End);
            marked = fork.Depth - depth;
        }

        own[marked..].Fill(Start + Length);
    }
}
