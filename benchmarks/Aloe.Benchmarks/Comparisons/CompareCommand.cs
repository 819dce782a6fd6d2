using Aloe.Benchmarks.Comparisons.Generation;
using Aloe.Benchmarks.Comparisons.PersonaFilter;
using Aloe.Benchmarks.Comparisons.Packing;

namespace Aloe.Benchmarks.Comparisons;

/// <summary>The command <c>compare</c>: one way of doing something against others, side by side.</summary>
internal static class CompareCommand
{
    private const string Usage = """
        compare tree-packing [--model 5M|50M] [--quick]   one policy step on conversation trees in several layouts
        compare decode [--model 5M|50M] [--quick]         answers with and without a kept cache, alone and as a batch
        compare generation [--quick]                      conversation trees with slow participants, many at once against one call at a time
        compare persona-filter [--quick]                  the diversity filter of the persona pools against loops and other libraries
        compare persona-filter --scaling [--quick]        its time over pools from a thousand to a million
        compare embeddings [--quick]                      the built-in embedding model, one text at a time against all at once
        compare packing [--scaling] [--quick]             filling rows, laying trees out, feeding a training; or how they grow
        --quick measures once instead of taking the median of several interleaved repetitions.
        """;

    /// <returns>Exit code: 0; 1 where layouts disagree; 2 for a wrong command line.</returns>
    public static int Run(IReadOnlyList<string> args)
    {
        var quick = args.Contains("--quick");
        switch (args.Where(arg => arg != "--quick").ToArray())
        {
            case ["tree-packing"]:
                return TreePackingComparison.Run(BenchmarkModel.All, quick);
            case ["tree-packing", "--model", var name] when BenchmarkModel.All.Any(model => model.Name == name):
                return TreePackingComparison.Run([BenchmarkModel.Named(name)], quick);
            case [TreePackingComparison.MemoryVerb, var model, var layout]:
                return TreePackingComparison.MeasureMemory(BenchmarkModel.Named(model), layout);
            case ["decode"]:
                return DecodeComparison.Run(BenchmarkModel.All, quick);
            case ["decode", "--model", var name] when BenchmarkModel.All.Any(model => model.Name == name):
                return DecodeComparison.Run([BenchmarkModel.Named(name)], quick);
            case ["generation"]:
                return GenerationComparison.Run(quick);
            case ["persona-filter"]:
                return PersonaFilterComparison.Run(quick);
            case ["persona-filter", "--scaling"]:
                return PoolScaling.Run(quick);
            case ["embeddings"]:
                return EmbeddingComparison.Run(quick);
            case ["packing"]:
                return PackingComparison.Run(quick);
            case ["packing", "--scaling"]:
                return PackingScaling.Run(quick);
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }
}
