using Aloe.Torch.Training;
using static TorchSharp.torch;

namespace Aloe.Benchmarks.Comparisons;

/// <summary>A way to lay the trees of a step out.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Rows">What is computed at a time.</param>
/// <param name="Place">Makes the tensors of it.</param>
internal sealed record Layout(string Name, Func<IReadOnlyList<RandomTree>, IEnumerable<IReadOnlyList<EncodedExample>>> Rows, Func<IReadOnlyList<EncodedExample>, ScalarType, RowTensors> Place)
{
    private const int QueryBlock = 128;

    /// <summary>Sequences of a micro-batch: two pairs, of nearly the same length once they are sorted.</summary>
    private const int MicroBatch = 4;

    public const string Bucketed = "length-bucketed";
    public const string OneTree = "tree";
    public const string SeveralTrees = "multi-tree rows";
    public const string LowPrecisionTree = "tree in bfloat16";

    /// <summary>Number type of weights and activations.</summary>
    public ScalarType Type { get; init; } = ScalarType.Float32;

    /// <summary>Whether it is measured a single time, because it takes minutes.</summary>
    public bool Once { get; init; }

    /// <summary>Whether the activations of a layer are computed again in the backward pass.</summary>
    public bool ActivationCheckpointing { get; init; }

    public static IReadOnlyList<Layout> All { get; } =
    [
        new("padded", Padded, PaddedRows.Create) { Once = true },
        new(Bucketed, trees => trees.SelectMany(InPairs).OrderBy(pair => pair.Max(example => example.Tokens.Length)).Chunk(MicroBatch / 2).Select(Flat), PaddedRows.Create),
        new("pair-prefix", trees => trees.SelectMany(tree => tree.Pairs).Select(pair => new[] { pair }), Packed),
        new(OneTree, OneByOne, Packed),
        new(SeveralTrees, trees => [[.. trees.Select(tree => tree.Tree)]], Packed),
        new("tree, checkpointing", OneByOne, Packed) { ActivationCheckpointing = true },
        new(LowPrecisionTree, OneByOne, Packed) { Type = ScalarType.BFloat16, Once = true },
    ];

    /// <summary>Tokens computed, with padding.</summary>
    public long Tokens(IReadOnlyList<RandomTree> trees)
        => Rows(trees).Sum(row => Place == Packed ? row.Sum(example => (long)example.Tokens.Length) : (long)row.Count * row.Max(example => example.Tokens.Length));

    /// <summary>Every sequence padded to the longest of the step; the published order, pair by pair.</summary>
    private static IEnumerable<IReadOnlyList<EncodedExample>> Padded(IReadOnlyList<RandomTree> trees)
    {
        var width = trees.Max(tree => tree.Sequences.Max(sequence => sequence.Tokens.Length));
        return trees.SelectMany(tree => tree.Sequences).Select(sequence => sequence with { Tokens = [.. sequence.Tokens, .. new int[width - sequence.Tokens.Length]] }).Chunk(MicroBatch);
    }

    private static IEnumerable<IReadOnlyList<EncodedExample>> OneByOne(IReadOnlyList<RandomTree> trees) => trees.Select(tree => new[] { tree.Tree });

    private static IEnumerable<EncodedExample[]> InPairs(RandomTree tree) => tree.Sequences.Chunk(2);

    private static IReadOnlyList<EncodedExample> Flat(EncodedExample[][] pairs) => [.. pairs.SelectMany(pair => pair)];

    private static RowTensors Packed(IReadOnlyList<EncodedExample> row, ScalarType dtype) => RowTensors.Create(row, QueryBlock, CPU, dtype);
}
