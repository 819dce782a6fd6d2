using System.Globalization;
using Aloe.Torch;
using Aloe.Torch.Tests.Training;
using Aloe.Torch.Training;
using static TorchSharp.torch;

namespace Aloe.Benchmarks.Comparisons.Packing;

/// <summary><c>compare packing --scaling</c>: how time grows with the number of sequences that are packed, and tokens and time of a training step with the turns of a tree.</summary>
internal static class PackingScaling
{
    // Of the same loss, computed in another order.
    private const double Tolerance = 1e-4;

    private static readonly int[] Counts = [1_000, 3_162, 10_000, 31_623, 100_000, 316_228, 1_000_000];
    private static readonly int[] Turns = [1, 2, 4, 8, 16, 32];

    /// <returns>Exit code: 1 where layouts disagree.</returns>
    public static int Run(bool quick)
    {
        TorchRuntime.EnsureLoaded();
        Pack(new SimulatedTrees(quick ? 60 : 400), quick ? 1 : 5);
        Console.WriteLine();
        return Train(quick ? Turns[..4] : Turns) ? 0 : 1;
    }

    private static void Pack(SimulatedTrees trees, int repetitions)
    {
        const int mostForTheLoop = 31_623;
        var (loop, packer) = (new List<(double, double)>(), new List<(double, double)>());
        RowPacker.Pack(SimulatedTrees.Draw(trees.SequenceLengths, Counts[0]), 8_192); // Warms up.
        Console.WriteLine($"{"sequences",14}{"RowPacker ms",14}{"loop ms",12}");
        foreach (var count in Counts)
        {
            var lengths = SimulatedTrees.Draw(trees.SequenceLengths, count);
            packer.Add((count, 1e3 * PackingMeasurement.Seconds(lengths, repetitions, (each, capacity) => RowPacker.Pack(each, capacity))));
            if (count <= mostForTheLoop)
            {
                loop.Add((count, 1e3 * PackingMeasurement.Seconds(lengths, repetitions, BestFitLoop.Pack)));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count,14:N0}{packer[^1].Item2,14:F2}{(count <= mostForTheLoop ? $"{loop[^1].Item2:F1}" : ""),12}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"exponent",14}{PowerLaw.Exponent(packer),14:F2}{PowerLaw.Exponent(loop),12:F2}"));
    }

    private static bool Train(IReadOnlyList<int> turns)
    {
        var model = BenchmarkModel.Named("5M");
        var config = model.Config with { MaxPositions = 4_096 };
        var layouts = new[] { Layout.OneTree, Layout.Bucketed }.Select(name => Layout.All.First(layout => layout.Name == name)).ToArray();
        var points = layouts.Select(_ => (Tokens: new List<(double, double)>(), Time: new List<(double, double)>())).ToArray();
        var agreed = true;
        Console.WriteLine($"one step of the {model.Name} model on one tree, once each");
        Console.WriteLine($"{"turns",6}{string.Concat(layouts.Select(layout => $"{layout.Name + ": rows",24}{"tokens",10}{"ms",10}"))}");
        foreach (var count in turns)
        {
            var trees = new[] { new RandomTree(1, config.VocabularySize, count) };
            using var step = new PolicyStep(config, trees, ScalarType.Float32);
            step.Run(layouts[0]); // Warms up.
            var results = Array.ConvertAll(layouts, step.Run);
            agreed &= Math.Abs(results[0].Loss - results[1].Loss) <= Tolerance * results[1].Loss;
            Console.Write($"{count,6}");
            foreach (var (i, layout) in layouts.Index())
            {
                points[i].Tokens.Add((count, layout.Tokens(trees)));
                points[i].Time.Add((count, results[i].Time.TotalMilliseconds));
                Console.Write(string.Create(CultureInfo.InvariantCulture, $"{layout.Rows(trees).Sum(row => layout.Name == Layout.OneTree ? 1 : row.Count),24}{layout.Tokens(trees),10:N0}{results[i].Time.TotalMilliseconds,10:F0}"));
            }

            Console.WriteLine();
        }

        Console.WriteLine($"{"exponent",-6}{string.Concat(points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{"",22}{PowerLaw.Exponent(point.Tokens),10:F2}{PowerLaw.Exponent(point.Time),10:F2}  ")))}");
        Console.WriteLine($"losses {(agreed ? "equal" : "DIFFERENT")}");
        return agreed;
    }
}
