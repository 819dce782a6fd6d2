using System.Diagnostics;
using System.Globalization;
using Aloe.Torch.Training;
using static TorchSharp.torch;

namespace Aloe.Benchmarks.Comparisons.Packing;

/// <summary>Laying trees out and making rows of them, without tokenising.</summary>
internal static class LayoutMeasurement
{
    private const int QueryBlock = 128;

    public static (IReadOnlyList<Target> Targets, bool Agreed) Run(SimulatedTrees trees, int repetitions)
    {
        var tokens = trees.Examples.Sum(example => (double)example.Tokens.Length);
        var layout = Seconds(trees.Trees, tree => TreeLayout.ForDpo(tree, trees.Encoder), repetitions);
        var rows = Seconds(trees.Examples, Place, repetitions);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"layout {1e6 * layout / trees.Trees.Count:F1} µs a tree; tensors of its row, with attention masks, {1e6 * rows / trees.Examples.Count:F1} µs ({tokens / rows / 1e6:F1} million tokens/s)"));
        return ([new("layout of trees, tokens/s", 20e6, tokens / layout, "N0")], trees.Trees.Take(50).All(tree => IsRight(tree, trees.Encoder)));
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

    private static void Place(EncodedExample example)
    {
        using var scope = NewDisposeScope();
        RowTensors.Create([example], QueryBlock, CPU, ScalarType.Float32);
    }

    /// <summary>Median of each item over the repetitions, added up: an item takes so short a time that other processes rarely come between.</summary>
    private static double Seconds<T>(IReadOnlyList<T> items, Action<T> work, int repetitions)
    {
        var times = items.Select(_ => new List<double>()).ToArray();
        for (var repetition = 0; repetition < repetitions; repetition++)
        {
            foreach (var (index, item) in items.Index())
            {
                var start = Stopwatch.GetTimestamp();
                work(item);
                times[index].Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }

        return times.Sum(Comparison.Median);
    }
}
