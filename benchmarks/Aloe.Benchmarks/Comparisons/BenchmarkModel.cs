using Aloe.Torch;

namespace Aloe.Benchmarks.Comparisons;

/// <summary>A model with fresh weights to measure on.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Config">Its shape.</param>
internal sealed record BenchmarkModel(string Name, DecoderConfig Config)
{
    public static IReadOnlyList<BenchmarkModel> All { get; } =
    [
        new("5M", Shape(hidden: 256, intermediate: 736, layers: 4, heads: 8)),
        new("50M", Shape(hidden: 640, intermediate: 1_824, layers: 9, heads: 10)),
    ];

    public static BenchmarkModel Named(string name) => All.First(model => model.Name == name);

    private static DecoderConfig Shape(int hidden, int intermediate, int layers, int heads) => new()
    {
        VocabularySize = 8_192,
        HiddenSize = hidden,
        IntermediateSize = intermediate,
        Layers = layers,
        Heads = heads,
        KeyValueHeads = heads,
        HeadSize = hidden / heads,
        MaxPositions = 2_048,
        TieWordEmbeddings = true,
    };
}
