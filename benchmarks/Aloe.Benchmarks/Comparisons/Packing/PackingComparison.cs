using System.Globalization;
using Aloe.Torch;

namespace Aloe.Benchmarks.Comparisons.Packing;

/// <summary><c>compare packing</c>: filling rows, laying trees out and feeding a training, each next to what is aimed at.</summary>
internal static class PackingComparison
{
    /// <returns>Exit code: 1 where results differ.</returns>
    public static int Run(bool quick)
    {
        TorchRuntime.EnsureLoaded();
        var trees = new SimulatedTrees(quick ? 60 : 400);
        Console.WriteLine($"{trees.Trees.Count} simulated trees; {Environment.ProcessorCount} processors; medians of interleaved repetitions");
        var packing = PackingMeasurement.Run(trees, quick ? 1 : 3);
        var layout = LayoutMeasurement.Run(trees, quick ? 3 : 21);
        var feed = FeedMeasurement.Run(trees, quick ? 4 : 12);
        Console.WriteLine();
        Console.WriteLine($"{"",-52}{"aim",14}{"reached",14}");
        foreach (var target in (IEnumerable<Target>)[.. packing.Targets, .. layout.Targets, .. feed.Targets])
        {
            Console.WriteLine(target);
        }

        Console.WriteLine($"rows {Same(packing.Agreed)} those of the loop; replies {(layout.Agreed ? "see their conversations" : "DO NOT SEE THEIR CONVERSATIONS")}; first loss {Same(feed.Agreed)} that of rows made in the step");
        Console.WriteLine("last line: time of the best-fit loop over that of RowPacker, at the 100,000 lengths that the loop can do in seconds");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio: {packing.Ratio:F2}"));
        return packing.Agreed && layout.Agreed && feed.Agreed ? 0 : 1;
    }

    private static string Same(bool agreed) => agreed ? "equal" : "DIFFER FROM";
}
