using Aloe.Torch;
using Aloe.Torch.Training;
using static TorchSharp.torch;

namespace Aloe.Benchmarks.Comparisons;

/// <summary>Sequences below one another, padded at the end to the longest: the layout of other trainers, but with logits only where a reply token is predicted, as in every other layout here.</summary>
internal static class PaddedRows
{
    /// <summary>Causal attention needs no mask for padding that stands at the end.</summary>
    public static RowTensors Create(IReadOnlyList<EncodedExample> examples, ScalarType dtype)
    {
        var width = examples.Max(example => example.Tokens.Length);
        var tokens = new long[examples.Count * width];
        foreach (var (row, example) in examples.Index())
        {
            example.Tokens.Select(token => (long)token).ToArray().CopyTo(tokens, row * width);
        }

        return new RowTensors(
            examples,
            tensor(tokens).view(examples.Count, width),
            arange(width, int64).expand(examples.Count, width).contiguous(),
            [AttentionBlock.Causal(0, width)])
        {
            Predictors = Indices(examples.SelectMany((example, row) => example.Predictors.Select(index => (row * width) + index))),
            Targets = Indices(examples.SelectMany(example => example.Targets)),
            ReplyOf = Indices(examples.SelectMany((example, row) => example.Targets.Select(_ => row))),
            IsPreferred = zeros(1), // Nothing here asks for it.
            ReplyCount = examples.Count,
        };

        static Tensor Indices(IEnumerable<int> values) => tensor(values.Select(value => (long)value).ToArray());
    }
}
