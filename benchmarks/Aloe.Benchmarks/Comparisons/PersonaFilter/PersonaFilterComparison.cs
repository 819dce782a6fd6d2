using System.Diagnostics;
using System.Globalization;
using Aloe.Personas;
using Aloe.Torch;
using static TorchSharp.torch;

namespace Aloe.Benchmarks.Comparisons.PersonaFilter;

/// <summary><c>compare persona-filter</c>: the filter of the persona pools over 20,000 candidates against other ways to the same result, in turn; medians.</summary>
internal static class PersonaFilterComparison
{
    private const int Candidates = 20_000;
    private const int OneAgainstOneCandidates = 1_500;
    private const int Repetitions = 3;
    private const double Threshold = 0.6;

    private static readonly string[] PythonLibraries = ["numpy", "faiss"];

    /// <returns>Exit code: 1 where the ways keep different vectors.</returns>
    public static int Run(bool quick)
    {
        TorchRuntime.EnsureLoaded();
        var repetitions = quick ? 1 : Repetitions;
        Console.WriteLine($"{Candidates:N0} candidates, {EmbeddingSet.Dimensions} dimensions, threshold {Threshold}; {Environment.ProcessorCount} processors, {get_num_threads()} threads of libtorch; medians of {repetitions} interleaved repetitions");
        EmbeddingSet[] sets = [EmbeddingSet.Independent(Candidates), EmbeddingSet.PersonaLike(Candidates)];
        var (agreed, ratio) = (true, double.NaN);
        foreach (var set in sets)
        {
            agreed &= Compare(set, repetitions, out ratio);
        }

        Console.WriteLine();
        Console.WriteLine($"kept vectors {(agreed ? "the same in every way" : "DIFFERENT")}; last line: {sets[^1].Name}, dot products one after the other over the filter");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio: {ratio:F2}"));
        return agreed ? 0 : 1;
    }

    private static bool Compare(EmbeddingSet set, int repetitions, out double ratio)
    {
        var (all, one, times) = (Environment.ProcessorCount, 1, new Dictionary<string, List<double>>());
        var (agreed, products, peaks) = (true, 0L, new List<double>());
        List<int>? expected = null;
        FilterWays.Filter(set, Threshold, out _, all); // Warms up.
        for (var repetition = 0; repetition < repetitions; repetition++)
        {
            peaks.Add(MatmulPeak.Measure(ScalarType.Float32));
            Time("Dot loop", () => FilterWays.DotLoop(set, set.Count, Threshold));
            if (repetition == 0)
            {
                Time("USearch exact, once", () => FilterWays.USearch(set, Threshold));
                Time("filter, one by one, once", () => OneByOne(set));
            }

            Time("filter, one processor", () => FilterWays.Filter(set, Threshold, out _, one));
            Time("filter", () =>
            {
                var kept = FilterWays.Filter(set, Threshold, out var filter, all);
                products = filter.Products;
                return kept;
            });
        }

        var start = Stopwatch.GetTimestamp();
        var subset = FilterWays.OneAgainstOne(set, OneAgainstOneCandidates, Threshold);
        var published = Stopwatch.GetElapsedTime(start).TotalSeconds * Pairs(expected!, set.Count) / Pairs(subset, OneAgainstOneCandidates);
        agreed &= subset.SequenceEqual(expected!.TakeWhile(i => i < OneAgainstOneCandidates));

        void Time(string way, Func<List<int>> filter)
        {
            var start = Stopwatch.GetTimestamp();
            var kept = filter();
            (times.TryGetValue(way, out var list) ? list : times[way] = []).Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            expected ??= kept;
            if (!kept.SequenceEqual(expected))
            {
                Console.WriteLine($"  DISAGREES: {way} keeps {kept.Count}, not the {expected.Count} of the first");
                agreed = false;
            }
        }

        double Seconds(string way) => Comparison.Median(times[way]);
        var (loop, ours, peak) = (Seconds("Dot loop"), Seconds("filter"), peaks.Max());
        Console.WriteLine();
        Console.WriteLine($"{set.Name}: {expected!.Count:N0} kept, {set.Count - expected.Count:N0} rejected");
        Console.WriteLine($"{"way",-28}{"seconds",10}{"to Dot loop",13}");
        Print("one against one, extrapolated", published);
        foreach (var way in times.Keys)
        {
            Print(way, Seconds(way));
        }

        foreach (var library in PythonLibraries)
        {
            var python = NumpyFilter.Run(library, set, Threshold);
            Console.WriteLine(python is { } result
                ? string.Create(CultureInfo.InvariantCulture, $"{library + ", batches",-28}{result.Seconds,10:F3}{loop / result.Seconds,13:F2}   keeps {result.Kept:N0}; filter over it {result.Seconds / ours:F2} (target: 2)")
                : $"{library,-28}{"not here",10}");
        }

        // What every way must look at where all are kept; else what was computed, as a way that stops early needs fewer.
        var useful = expected.Count == set.Count ? Pairs(expected, set.Count) : products;
        var speed = 2.0 * EmbeddingSet.Dimensions * useful / ours;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"filter {speed / 1e9:F0} GFLOP/s of {(useful == products ? "computed products" : "the products that are needed")}; float32 matmul peak {peak / 1e9:F0}: {speed / peak:P0} of it (target: 60 %)"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"filter over Dot loop {loop / ours:F2} (target: 4), over USearch {Seconds("USearch exact, once") / ours:F2}"));
        ratio = loop / ours;
        return agreed;

        void Print(string way, double seconds)
            => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{way,-28}{seconds,10:F3}{loop / seconds,13:F2}"));
    }

    private static List<int> OneByOne(EmbeddingSet set)
    {
        var filter = new SimilarityFilter(Threshold);
        return [.. Enumerable.Range(0, set.Count).Where(i => filter.TryAdd(set[i]))];
    }

    /// <summary>Pairs of a candidate and a vector kept before it: about what a loop looks at, as far as it does not stop early.</summary>
    private static double Pairs(List<int> kept, int count) => kept.Select(i => (double)(count - 1 - i)).Sum();
}
