using Aloe.Benchmarks.Comparisons.Generation;
using Aloe.Benchmarks.Comparisons.InputOutput;

namespace Aloe.Benchmarks.Comparisons;

/// <summary>The command <c>compare</c>: one way of doing something against others, side by side.</summary>
internal static class CompareCommand
{
    private const string Usage = """
        compare tree-packing [--model 5M|50M] [--quick]   one policy step on conversation trees in several layouts
        compare decode [--model 5M|50M] [--quick]         answers with and without a kept cache, alone and as a batch
        compare generation [--quick]                      conversation trees with slow participants, many at once against one call at a time
        compare io [--quick]                              files of trees and of weights: what others do, what the machine can do
        compare io --scaling                              files of trees from 1 MB to 1 GB
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
            case ["io"]:
                return IoComparison.Run(quick, scaling: false);
            case ["io", "--scaling"]:
                return IoComparison.Run(quick, scaling: true);
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }
}
