using System.Globalization;
using Aloe.Benchmarks.Comparisons.Generation;
using Aloe.Benchmarks.Comparisons.PersonaFilter;
using Aloe.Benchmarks.Comparisons.Packing;
using Aloe.Benchmarks.Comparisons.Scoring;
using Aloe.Benchmarks.Comparisons.InputOutput;

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
        compare scoring [--scaling] [--quick]             log-probs of replies at a large vocabulary against logits of all tokens; or over vocabularies
        compare metrics [--quick]                         the measures of a benchmark run with their intervals against plain loops
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
            case ["metrics"]:
                return MetricsComparison.Run(quick);
            case ["scoring"]:
                return ScoringComparison.Run(quick);
            case ["scoring", "--scaling"]:
                return ScoringComparison.RunScaling(quick);
            case [ScoringComparison.MemoryVerb, var way, var row, var pass, var vocabulary]:
                return ScoringComparison.MeasureMemory(
                    ScoringWay.All.First(each => each.Name == way), ScoringRow.Named(row), Enum.Parse<ScoringPass>(pass), int.Parse(vocabulary, CultureInfo.InvariantCulture));
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
