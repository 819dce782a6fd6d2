using System.Diagnostics;
using System.Globalization;
using Aloe.Torch.Tests.Training;
using Aloe.Torch.Training;

namespace Aloe.Benchmarks.Comparisons.Packing;

/// <summary>Filling rows: time, how full they are, what is allocated.</summary>
internal static class PackingMeasurement
{
    private const int Many = 1_000_000;
    private const int AsManyAsTheLoopCan = 100_000;
    private const int Capacity = 8_192;

    /// <summary>Compares ways on as many lengths as the slowest can do, and measures ours on ten times as many.</summary>
    public static (IReadOnlyList<Target> Targets, bool Agreed, double Ratio) Run(SimulatedTrees trees, int repetitions)
    {
        var sequences = Compare("replies with their conversations", trees.SequenceLengths, repetitions);
        var whole = Compare("whole trees", trees.TreeLengths, repetitions);
        return (Targets(trees.SequenceLengths, repetitions), sequences.Agreed && whole.Agreed, sequences.Ratio);
    }

    private static (bool Agreed, double Ratio) Compare(string what, IReadOnlyList<int> from, int repetitions)
    {
        var lengths = SimulatedTrees.Draw(from, AsManyAsTheLoopCan);
        var ways = new (string Name, Func<int[][]> Pack)[]
        {
            ("next fit", () => Packers.NextFit(lengths, Capacity)),
            ("first fit decreasing, loop", () => Packers.FirstFitDecreasing(lengths, Capacity)),
            ("best fit decreasing, loop", () => BestFitLoop.Pack(lengths, Capacity)),
            ("best fit decreasing, RowPacker", () => RowPacker.Pack(lengths, Capacity)),
        };
        var results = ways.Select(way => (way.Name, Times: new List<double>(), Rows: (int[][])[])).ToArray();
        for (var repetition = 0; repetition < repetitions; repetition++)
        {
            for (var i = 0; i < ways.Length; i++)
            {
                results[i].Times.Add(Seconds(ways[i].Pack, out results[i].Rows));
            }
        }

        var bound = LowerBound(lengths);
        Console.WriteLine($"{AsManyAsTheLoopCan:N0} {what} ({lengths.Min()} to {lengths.Max()} tokens, {lengths.Average():F0} on average), rows of {Capacity:N0}; no packing has fewer than {bound:N0} rows");
        Console.WriteLine($"{"",-34}{"rows",8}{"filled",9}{"over the bound",16}{"a second",14}");
        foreach (var (name, times, rows) in results)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-34}{rows.Length,8}{Filled(lengths, rows),9:P1}{(rows.Length / (double)bound) - 1,16:P2}{AsManyAsTheLoopCan / Comparison.Median(times),14:N0}"));
        }

        Console.WriteLine();
        var (loop, packer) = (results[^2], results[^1]);
        var agreed = packer.Rows.Length == loop.Rows.Length && packer.Rows.Zip(loop.Rows).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
        return (agreed, Comparison.Median(loop.Times) / Comparison.Median(packer.Times));
    }

    /// <summary>Median time of packing so many lengths, each repetition once.</summary>
    public static double Seconds(int[] lengths, int repetitions, Func<int[], int, int[][]> pack)
        => Comparison.Median(Enumerable.Range(0, repetitions).Select(_ => Seconds(() => pack(lengths, Capacity), out var _)).ToList());

    private static List<Target> Targets(IReadOnlyList<int> from, int repetitions)
    {
        var lengths = SimulatedTrees.Draw(from, Many);
        var rows = RowPacker.Pack(lengths, Capacity, out var inspected);
        var before = GC.GetAllocatedBytesForCurrentThread();
        RowPacker.Pack(lengths, Capacity);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var result = 24 + rows.Sum(row => 8L + 24 + (((4L * row.Length) + 7) / 8 * 8));
        return
        [
            new($"packing {lengths.Length:N0} sequences, sequences/s", 1e6, lengths.Length / Seconds(lengths, repetitions + 2, (each, capacity) => RowPacker.Pack(each, capacity)), "N0"),
            new("rows filled, %", 98, 100 * Filled(lengths, rows), "F2"),
            new("rows over the lower bound, %", 1, 100 * ((rows.Length / (double)LowerBound(lengths)) - 1), "F3", IsMost: true),
            new("bytes allocated beside the rows", 0, allocated - result, "N0", IsMost: true),
            new("words and nodes looked at for each sequence", 13, inspected / (double)lengths.Length, "F1", IsMost: true),
        ];
    }

    private static double Seconds(Func<int[][]> pack, out int[][] rows)
    {
        GC.Collect();
        var start = Stopwatch.GetTimestamp();
        rows = pack();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static long LowerBound(int[] lengths) => (lengths.Sum(length => (long)length) + Capacity - 1) / Capacity;

    private static double Filled(int[] lengths, int[][] rows) => lengths.Sum(length => (double)length) / ((double)rows.Length * Capacity);
}
