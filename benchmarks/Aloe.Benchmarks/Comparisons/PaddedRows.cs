using Aloe.Torch;
using Aloe.Torch.Training;
using static TorchSharp.torch;

namespace Aloe.Benchmarks.Comparisons;

/// <summary>Sequences below one another, padded at the end to the longest: the layout of other trainers. With causal attention the padding needs no mask.</summary>
internal static class PaddedRows
{
    /// <summary>Logits where a reply token is predicted, as in every other layout here.</summary>
    public static RowTensors OnlyReplies(IReadOnlyList<EncodedExample> examples, ScalarType dtype)
    {
        var width = examples.Max(example => example.Tokens.Length);
        return Create(
            examples, dtype, width,
            examples.SelectMany((example, row) => example.Predictors.Select(index => (row * width) + index)),
            examples.SelectMany(example => example.Targets),
            examples.SelectMany((example, row) => example.Targets.Select(_ => row)), examples.Count);
    }

    /// <summary>Logits of every token, as published; those that predict no reply token are summed into a reply that no pair has.</summary>
    public static RowTensors Everywhere(IReadOnlyList<EncodedExample> examples, ScalarType dtype)
    {
        var width = examples.Max(example => example.Tokens.Length);
        var targets = new int[examples.Count * width];
        var replyOf = Enumerable.Repeat(examples.Count, targets.Length).ToArray();
        foreach (var (row, example) in examples.Index())
        {
            foreach (var (index, target) in example.Predictors.Zip(example.Targets))
            {
                (targets[(row * width) + index], replyOf[(row * width) + index]) = (target, row);
            }
        }

        return Create(examples, dtype, width, Enumerable.Range(0, targets.Length), targets, replyOf, examples.Count + 1);
    }

    private static RowTensors Create(
        IReadOnlyList<EncodedExample> examples, ScalarType dtype, int width, IEnumerable<int> predictors, IEnumerable<int> targets, IEnumerable<int> replyOf, int replies)
    {
        var tokens = new long[examples.Count * width];
        foreach (var (row, example) in examples.Index())
        {
            example.Tokens.Select(token => (long)token).ToArray().CopyTo(tokens, row * width);
        }

        using var scope = NewDisposeScope();
        var causal = ones([width, width], ScalarType.Bool, CPU).tril_();
        var blocks = AttentionBlock.Cut(causal, width, dtype);
        foreach (var block in blocks)
        {
            block.Mask.MoveToOuterDisposeScope();
        }

        return new RowTensors(
            examples,
            tensor(tokens).view(examples.Count, width).MoveToOuterDisposeScope(),
            arange(width, int64).expand(examples.Count, width).contiguous().MoveToOuterDisposeScope(),
            blocks)
        {
            Predictors = Indices(predictors),
            Targets = Indices(targets),
            ReplyOf = Indices(replyOf),
            IsPreferred = zeros(1).MoveToOuterDisposeScope(), // Nothing here asks for it.
            ReplyCount = replies,
        };

        static Tensor Indices(IEnumerable<int> values) => tensor(values.Select(value => (long)value).ToArray()).MoveToOuterDisposeScope();
    }
}
