namespace Aloe.Torch.Training;

/// <summary>Lays messages out as one sequence: the trunk grows, leaves branch off it.</summary>
internal sealed class ExampleBuilder
{
    private readonly string _id;
    private readonly List<int> _tokens = [];
    private readonly List<int> _positions = [];
    private readonly List<int> _visibleUntil = [];
    private readonly List<int> _predictors = [];
    private readonly List<int> _targets = [];
    private readonly List<ReplySpan> _replies = [];
    private int _depth;

    public ExampleBuilder(string id, ReadOnlySpan<int> prefix)
    {
        _id = id;
        Append(prefix, int.MaxValue);
        _depth = prefix.Length;
    }

    /// <summary>Continues the trunk with a message that is context only.</summary>
    public void Extend(MessageTokens message)
    {
        Append(message.Tokens, int.MaxValue);
        _depth += message.Tokens.Length;
    }

    /// <summary>Continues the trunk with a reply that is also learned from.</summary>
    public void ExtendLearned(MessageTokens reply, int turn, ReplyKind kind)
    {
        Learn(reply, turn, kind);
        Extend(reply);
    }

    /// <summary>Adds a reply that is learned from and ends there. Its last token predicts nothing and is left out.</summary>
    public void Branch(MessageTokens reply, int turn, ReplyKind kind)
    {
        Learn(reply, turn, kind);
        var input = reply.Tokens.AsSpan(0, reply.BodyEnd - 1);
        Append(input, _tokens.Count + input.Length);
    }

    /// <summary>The example, cut after the last token that predicts something; null when nothing is learned from it.</summary>
    public EncodedExample? Build()
    {
        if (_replies.Count == 0)
        {
            return null;
        }

        var length = _predictors.Max() + 1;
        var until = _visibleUntil.Take(length).Select(end => Math.Min(end, length)).ToArray();
        return new EncodedExample(_id, [.. _tokens.Take(length)], [.. _positions.Take(length)], until, [.. _predictors], [.. _targets], [.. _replies]);
    }

    private void Append(ReadOnlySpan<int> tokens, int visibleUntil)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            _tokens.Add(tokens[i]);
            _positions.Add(_depth + i);
            _visibleUntil.Add(visibleUntil);
        }
    }

    // The first body token is predicted by the last token of the reply's own header, wherever the copy stands.
    private void Learn(MessageTokens reply, int turn, ReplyKind kind)
    {
        _replies.Add(new ReplySpan(turn, kind, _targets.Count, reply.BodyEnd - reply.BodyStart));
        for (var i = reply.BodyStart; i < reply.BodyEnd; i++)
        {
            _predictors.Add(_tokens.Count + i - 1);
            _targets.Add(reply.Tokens[i]);
        }
    }
}
