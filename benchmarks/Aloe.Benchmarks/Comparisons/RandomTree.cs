using Aloe.Randomness;
using Aloe.Torch.Training;

namespace Aloe.Benchmarks.Comparisons;

/// <summary>A conversation tree of random tokens, 32 to 48 in every message, and the ways in which it can be cut up.</summary>
/// <remarks>The reference's log-probs are an input of the step, cached before training; here they are made up: about those of a uniform model, far enough apart that losses differ.</remarks>
internal sealed class RandomTree
{
    private const int HeaderLength = 3;

    private readonly string _id;
    private readonly List<(MessageTokens User, MessageTokens Leaf, MessageTokens Trunk, ReplyKind TrunkKind)> _turns = [];

    public RandomTree(int number, int vocabulary, int turns = 10)
    {
        _id = $"tree-{number}";
        var random = SeededRandom.For(number, "tree");
        for (var turn = 1; turn <= turns; turn++)
        {
            _turns.Add((Message(), Message(), Message(), random.Next(2) == 0 ? ReplyKind.Preferred : ReplyKind.Rejected));
            foreach (var kind in (ReadOnlySpan<ReplyKind>)[ReplyKind.Preferred, ReplyKind.Rejected])
            {
                Reference[Name(turn, kind)] = [(-40 * Math.Log(vocabulary)) + (10 * random.NextDouble())];
            }
        }

        Tree = Cut(_id, 1, turns, [Leaf, Trunk]);
        Pairs = [.. Enumerable.Range(1, turns).Select(turn => Cut($"{_id}/{turn}", turn, turn, [Leaf, Trunk]))];
        Sequences = [.. from turn in Enumerable.Range(1, turns) from kind in new[] { ReplyKind.Preferred, ReplyKind.Rejected } select Cut(Name(turn, kind), turn, turn, [kind == _turns[turn - 1].TrunkKind ? Trunk : Leaf])];
        foreach (var example in Pairs.Append(Tree))
        {
            Reference[example.Id] = [.. example.Replies.Select(reply => Reference[Name(reply.Turn, reply.Kind)][0])];
        }

        MessageTokens Message()
        {
            var tokens = Enumerable.Range(0, 32 + random.Next(17)).Select(_ => random.Next(vocabulary)).ToArray();
            return new MessageTokens(tokens, HeaderLength, tokens.Length);
        }
    }

    /// <summary>The whole tree.</summary>
    public EncodedExample Tree { get; }

    /// <summary>For each turn the conversation up to it, and both replies.</summary>
    public IReadOnlyList<EncodedExample> Pairs { get; }

    /// <summary>For each turn the conversation with the preferred reply, then that with the rejected one.</summary>
    public IReadOnlyList<EncodedExample> Sequences { get; }

    /// <summary>Log-probs under the reference, of the replies of every example above.</summary>
    public Dictionary<string, double[]> Reference { get; } = [];

    private string Name(int turn, ReplyKind kind) => $"{_id}/{turn}/{kind}";

    /// <summary>The trunk up to a turn; the replies of the turns from another one on are learned from.</summary>
    private EncodedExample Cut(string id, int learnFrom, int last, IReadOnlyList<Action<ExampleBuilder, int>> replies)
    {
        var builder = new ExampleBuilder(id, [0]);
        for (var turn = 1; turn <= last; turn++)
        {
            builder.Trunk.Extend(_turns[turn - 1].User.Tokens);
            if (turn < learnFrom)
            {
                builder.Trunk.Extend(_turns[turn - 1].Trunk.Tokens);
                continue;
            }

            foreach (var reply in replies)
            {
                reply(builder, turn);
            }
        }

        return builder.Build()!;
    }

    private void Leaf(ExampleBuilder builder, int turn)
        => builder.ExtendLearned(builder.Fork(builder.Trunk), _turns[turn - 1].Leaf, turn, _turns[turn - 1].TrunkKind == ReplyKind.Preferred ? ReplyKind.Rejected : ReplyKind.Preferred);

    private void Trunk(ExampleBuilder builder, int turn)
        => builder.ExtendLearned(builder.Trunk, _turns[turn - 1].Trunk, turn, _turns[turn - 1].TrunkKind);
}
