using System.Diagnostics;
using System.Globalization;
using Aloe.Torch;
using Aloe.Torch.Training;
using static TorchSharp.torch;

namespace Aloe.Benchmarks.Comparisons.Packing;

/// <summary>Laying trees out and making rows of them, without tokenising.</summary>
internal static class LayoutMeasurement
{
    private const int QueryBlock = 128;
    private const int Passes = 4;

    public static (IReadOnlyList<Target> Targets, bool Agreed) Run(SimulatedTrees trees, int repetitions)
    {
        var tokens = trees.Examples.Sum(example => (double)example.Tokens.Length);
        var (layout, rows) = (new List<double>(), new List<double>());
        for (var repetition = 0; repetition <= repetitions; repetition++)
        {
            layout.Add(Seconds(() => trees.Trees.Sum(tree => TreeLayout.ForDpo(tree, trees.Encoder)?.Tokens.Length ?? 0)));
            rows.Add(Seconds(() => trees.Examples.Sum(Row)));
        }

        // The first pass warms up.
        var speed = tokens / Comparison.Median(layout.Skip(1));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"tensors of rows, attention masks included: {tokens / Comparison.Median(rows.Skip(1)) / 1e6:F1} million tokens/s, {1e3 * Comparison.Median(rows.Skip(1)) / trees.Examples.Count:F3} ms a tree"));
        return ([new("layout of trees, tokens/s", 20e6, speed, "N0")], trees.Trees.Take(50).All(tree => IsRight(tree, trees.Encoder)));
    }

    /// <summary>Whether every reply sees its own conversation, token by token, and nothing else.</summary>
    private static bool IsRight(ConversationTree tree, MessageEncoder encoder)
    {
        var example = TreeLayout.ForDpo(tree, encoder);
        return example is null || example.Replies.All(reply =>
        {
            var turn = tree.Turns[reply.Turn - 1];
            var first = encoder.Reply(turn.TextOf(reply.Kind == ReplyKind.Preferred ? 0 : turn.Between.Count + 1), tree.Id);
            IEnumerable<int> conversation = [.. encoder.Prefix, .. encoder.Arrange(tree.PromptOf(reply.Turn), tree.Id).SelectMany(message => Encode(message).Tokens), .. first.Tokens];
            var predictor = example.Predictors[reply.Start + reply.Length - 1];
            var seen = Enumerable.Range(0, predictor + 1).Where(key => predictor < example.VisibleUntil[key]).ToList();
            return conversation.Take(seen.Count).SequenceEqual(seen.Select(key => example.Tokens[key]))
                && conversation.ElementAt(seen.Count) == example.Targets[reply.Start + reply.Length - 1]
                && seen.Select(key => example.Positions[key]).SequenceEqual(Enumerable.Range(0, seen.Count));
        });

        MessageTokens Encode(DialogueMessage message) => message.Role == DialogueRole.Assistant ? encoder.Reply(message.Text, tree.Id) : encoder.Context(message, tree.Id);
    }

    private static int Row(EncodedExample example)
    {
        using var scope = NewDisposeScope();
        return (int)RowTensors.Create([example], QueryBlock, CPU, ScalarType.Float32).Tokens.shape[1];
    }

    private static double Seconds(Func<int> work)
    {
        var start = Stopwatch.GetTimestamp();
        for (var pass = 0; pass < Passes; pass++)
        {
            work();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds / Passes;
    }
}
