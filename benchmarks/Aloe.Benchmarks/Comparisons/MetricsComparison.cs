using System.Diagnostics;
using System.Globalization;
using Aloe.Evaluation;

namespace Aloe.Benchmarks.Comparisons;

/// <summary><c>compare metrics</c>: AL, IR and their bootstrap intervals for a benchmark run, by the library and by plain loops over drawn cases.</summary>
internal static class MetricsComparison
{
    private const int Cases = 100;
    private const int Turns = 10;
    private const int Resamples = 10_000;
    private const int Repetitions = 15;
    private const double TargetMilliseconds = 20;

    // Sums in another order.
    private const double Tolerance = 1e-9;

    /// <returns>Exit code: 1 where the two disagree.</returns>
    public static int Run(bool quick)
    {
        var run = new ScoredRun(Cases, Turns);
        var repetitions = quick ? 1 : Repetitions;
        var (library, plain) = (new List<double>(), new List<double>());
        var (measured, expected) = (run.Library(Resamples), run.Plain(Resamples)); // Also warms up.
        for (var repetition = 0; repetition < repetitions; repetition++)
        {
            library.Add(Time(() => (AlignmentMetrics.Curve(run.Cases), run.Library(Resamples))));
            plain.Add(Time(() => run.Plain(Resamples)));
        }

        var difference = expected.Zip(measured, (a, b) => Math.Max(Math.Abs(a.Value - b.Value), Math.Max(Math.Abs(a.Low - b.Low), Math.Abs(a.High - b.High)))).Max();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        _ = run.Library(Resamples);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        var (reached, other) = (Comparison.Median(library), Comparison.Median(plain));
        Console.WriteLine($"AL, IR and their intervals: {Cases} cases of {Turns} turns, {Resamples:N0} resamples; one thread; medians of {repetitions}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"plain loops {other:F1} ms; library {reached:F1} ms, best {library.Min():F1} ms, {allocated / 1e6:F2} MB allocated; target {TargetMilliseconds} ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"largest difference {difference:E1}: {(difference <= Tolerance ? "equal" : "DIFFERENT")}"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio: {other / reached:F2}"));
        return difference <= Tolerance ? 0 : 1;
    }

    private static double Time(Func<object> work)
    {
        var watch = Stopwatch.StartNew();
        _ = work();
        return watch.Elapsed.TotalMilliseconds;
    }
}
