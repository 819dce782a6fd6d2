using System.Diagnostics;
using System.Globalization;
using Aloe.Benchmarks.Comparisons.Scoring;
using Aloe.Torch;
using static TorchSharp.torch;

namespace Aloe.Benchmarks.Comparisons;

/// <summary><c>compare scoring</c>: log-probs of replies under a large vocabulary, from hidden states, with and without gradients. Medians of interleaved repetitions; peak memory of each comes from a process of its own.</summary>
internal static class ScoringComparison
{
    public const string MemoryVerb = "scoring-memory";

    private const int Vocabulary = 128_256;
    private const int Width = 512;
    private const int Repetitions = 3;
    private const double FasterTarget = 2;
    private const double SmallerTarget = 5;

    // Largest difference, relative to the largest number: float32 sums in another order.
    private const double Tolerance = 1e-4;

    /// <returns>Exit code: 1 where the ways disagree.</returns>
    public static int Run(bool quick)
    {
        TorchRuntime.EnsureLoaded();
        var peak = MatmulPeak.Measure(ScalarType.Float32);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"vocabulary {Vocabulary:N0}, hidden size {Width:N0}; {get_num_threads()} threads, float32 matmul peak {peak / 1e9:F1} GFLOP/s; medians of {(quick ? 1 : Repetitions)}"));
        Console.WriteLine($"in brackets what tiles are to reach: times faster, and times less memory, than logits of all tokens; memory above hidden states, head and the gradients asked for");
        var (agreed, ratio) = (true, 0.0);
        foreach (var row in (ScoringRow[])[ScoringRow.Tree, ScoringRow.Pair])
        {
            using var problem = row.Problem(Vocabulary, Width);
            Console.WriteLine();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Name}: {problem.Hidden.shape[0]:N0} tokens, {problem.Targets.numel():N0} targets"));
            Console.WriteLine($"{"pass",-12}{"way",-22}{"ms",8}{$"faster ({FasterTarget})",12}{"of peak",9}{"MB",8}{$"smaller ({SmallerTarget})",13}{"process MB",12}{"difference",12}");
            foreach (var pass in Enum.GetValues<ScoringPass>())
            {
                agreed &= Compare(problem, row, pass, peak, quick ? 1 : Repetitions, out ratio);
            }
        }

        Console.WriteLine($"log-probs and gradients {(agreed ? "equal" : "DIFFERENT")}; last line: pair, forward and backward, logits of all tokens over tiles");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio: {ratio:F2}"));
        return agreed ? 0 : 1;
    }

    /// <summary>Time and memory over the vocabulary, with fitted exponents.</summary>
    public static int RunScaling(bool quick)
    {
        TorchRuntime.EnsureLoaded();
        int[] sizes = [1_024, 4_096, 16_384, 65_536, Vocabulary];
        Console.WriteLine($"tree row, forward and backward; {get_num_threads()} threads; medians of {(quick ? 1 : Repetitions)}");
        Console.WriteLine($"{"way",-22}{string.Concat(sizes.Select(size => $"{size,20}"))}{"exponents",14}");
        var times = ScoringWay.All.ToDictionary(way => way, _ => new List<double>());
        foreach (var size in sizes)
        {
            using var problem = ScoringRow.Tree.Problem(size, Width);
            foreach (var (way, seconds) in Measure(problem, ScoringPass.Training, quick ? 1 : Repetitions))
            {
                times[way].Add(seconds);
            }
        }

        foreach (var way in ScoringWay.All)
        {
            double[] work = [.. sizes.Select(size => Memory(way, ScoringRow.Tree, ScoringPass.Training, size).Work)];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{way.Name,-22}{string.Concat(times[way].Zip(work, (seconds, bytes) => FormattableString.Invariant($"{$"{seconds * 1e3:F0} ms {bytes / 1e6:F0} MB",20}")))}{$"{Exponent(times[way]):F2} {Exponent(work):F2}",14}"));
        }

        return 0;

        double Exponent(IEnumerable<double> values) => PowerLaw.Exponent([.. sizes.Zip(values, (size, value) => ((double)size, value))]);
    }

    /// <summary>Does a pass in one way and prints what it needed above hidden states, head and gradients, and the peak memory of this process, in bytes.</summary>
    public static int MeasureMemory(ScoringWay way, ScoringRow row, ScoringPass pass, int vocabulary)
    {
        TorchRuntime.EnsureLoaded();
        using (var small = row.Problem(64, Width))
        {
            Once(way, small, pass); // Code and libtorch's threads.
        }

        using var problem = row.Problem(vocabulary, Width);
        var before = ProcessMemory.Peak();
        Once(way, problem, pass);
        Console.WriteLine($"{ProcessMemory.Peak() - before - problem.ResultBytes(pass)} {ProcessMemory.Peak()}");
        return 0;
    }

    private static bool Compare(ScoringProblem problem, ScoringRow row, ScoringPass pass, double peak, int repetitions, out double ratio)
    {
        var differences = Differences(problem, pass);
        var seconds = Measure(problem, pass, repetitions);
        var memory = ScoringWay.All.ToDictionary(way => way, way => Memory(way, row, pass, Vocabulary));
        foreach (var way in ScoringWay.All)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{pass,-12}{way.Name,-22}{seconds[way] * 1e3,8:F0}{seconds[ScoringWay.AllLogits] / seconds[way],12:F2}{problem.Flops(pass) / seconds[way] / peak,9:P0}{memory[way].Work / 1e6,8:F0}{memory[ScoringWay.AllLogits].Work / memory[way].Work,13:F1}{memory[way].Process / 1e6,12:F0}{differences[way],12:E1}"));
        }

        ratio = seconds[ScoringWay.AllLogits] / seconds[ScoringWay.Tiles];
        return differences.Values.All(difference => difference <= Tolerance);
    }

    /// <summary>Median seconds of each way, in turn.</summary>
    private static Dictionary<ScoringWay, double> Measure(ScoringProblem problem, ScoringPass pass, int repetitions)
    {
        var seconds = ScoringWay.All.ToDictionary(way => way, _ => new List<double>());
        for (var repetition = 0; repetition < repetitions; repetition++)
        {
            foreach (var way in ScoringWay.All)
            {
                seconds[way].Add(Once(way, problem, pass));
            }
        }

        return seconds.ToDictionary(pair => pair.Key, pair => Comparison.Median(pair.Value));
    }

    private static double Once(ScoringWay way, ScoringProblem problem, ScoringPass pass)
    {
        problem.Prepare(pass);
        var watch = Stopwatch.StartNew();
        way.Run(problem, pass).Dispose();
        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>How far log-probs and gradients of each way are from those of all logits. Runs each way once, and so warms up.</summary>
    private static Dictionary<ScoringWay, double> Differences(ScoringProblem problem, ScoringPass pass)
    {
        using var scope = NewDisposeScope();
        var results = ScoringWay.All.ToDictionary(way => way, way =>
        {
            problem.Prepare(pass);
            return ((Tensor?[])[way.Run(problem, pass), problem.Hidden.grad, problem.Head.grad]).OfType<Tensor>().ToArray();
        });
        var expected = results[ScoringWay.AllLogits];
        var largest = ScoringWay.All.ToDictionary(way => way, way => expected.Zip(results[way], Difference).Max());
        foreach (var tensor in results.Values.SelectMany(tensors => tensors))
        {
            tensor.Dispose();
        }

        problem.Prepare(ScoringPass.Forward);
        return largest;

        static double Difference(Tensor expected, Tensor actual)
        {
            using var scope = NewDisposeScope();
            return (expected - actual).abs_().max().item<float>() / expected.abs().max().item<float>();
        }
    }

    private static (double Work, double Process) Memory(ScoringWay way, ScoringRow row, ScoringPass pass, int vocabulary)
    {
        var numbers = ProcessMemory.LastLineOf("compare", MemoryVerb, way.Name, row.Name, pass.ToString(), vocabulary.ToString(CultureInfo.InvariantCulture)).Split(' ');
        return (double.Parse(numbers[0], CultureInfo.InvariantCulture), double.Parse(numbers[1], CultureInfo.InvariantCulture));
    }
}
