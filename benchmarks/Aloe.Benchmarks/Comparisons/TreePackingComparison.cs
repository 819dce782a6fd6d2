using System.Globalization;
using Aloe.Torch;
using static TorchSharp.torch;

namespace Aloe.Benchmarks.Comparisons;

/// <summary><c>compare tree-packing</c>: the same DPO step in every layout, in one process and in turn; medians over the repetitions. Peak memory of each comes from a process of its own.</summary>
internal static class TreePackingComparison
{
    public const string MemoryVerb = "tree-packing-memory";

    private const int TreesPerStep = 2;
    private const int Repetitions = 3;

    // Loss and gradient norm are sums of many float32 numbers, in another order in every layout; bfloat16 has 8 bits.
    private const double Tolerance = 1e-4;
    private const double LowPrecisionTolerance = 5e-2;

    /// <returns>Exit code: 1 where layouts disagree.</returns>
    public static int Run(IReadOnlyList<BenchmarkModel> models, bool quick)
    {
        TorchRuntime.EnsureLoaded();
        Console.WriteLine($"{TreesPerStep} trees a step, 10 turns, 32 to 48 tokens a message; forward, backward, AdamW; {get_num_threads()} threads; medians of {(quick ? 1 : Repetitions)}, once for {string.Join(" and ", Layout.All.Where(layout => layout.Once).Select(layout => layout.Name))}");
        var (agreed, ratio) = (true, double.NaN);
        foreach (var model in models)
        {
            agreed &= Compare(model, quick ? 1 : Repetitions, out ratio);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio: {ratio:F2}"));
        return agreed ? 0 : 1;
    }

    /// <summary>Does a step in one layout and prints the peak memory of this process in bytes.</summary>
    public static int MeasureMemory(BenchmarkModel model, string layoutName)
    {
        TorchRuntime.EnsureLoaded();
        var layout = Layout.All.First(layout => layout.Name == layoutName);
        using var step = new PolicyStep(model.Config, Trees(model), layout.Type);
        step.Run(layout);
        Console.WriteLine(ProcessMemory.Peak());
        return 0;
    }

    private static bool Compare(BenchmarkModel model, int repetitions, out double ratio)
    {
        var trees = Trees(model);
        using var full = new PolicyStep(model.Config, trees, ScalarType.Float32);
        full.Run(Layout.All.First(layout => layout.Name == Layout.OneTree)); // Warms up: code, memory, optimizer state.
        var layouts = Layout.All.Where(layout => layout.Type == ScalarType.Float32 || IsWorthwhile(layout.Type)).ToList();
        using var mixed = layouts.Any(layout => layout.Type == ScalarType.BFloat16) ? new PolicyStep(model.Config, trees, ScalarType.BFloat16) : null;
        PolicyStep StepOf(Layout layout) => layout.Type == ScalarType.Float32 ? full : mixed!;
        var results = layouts.ToDictionary(layout => layout.Name, _ => new List<StepResult>());
        var peaks = new List<double>();
        for (var repetition = 0; repetition < repetitions; repetition++)
        {
            peaks.Add(MatmulPeak.Measure(ScalarType.Float32));
            foreach (var layout in layouts.Where(layout => repetition == 0 || !layout.Once))
            {
                results[layout.Name].Add(StepOf(layout).Run(layout));
            }
        }

        double Seconds(string layout) => Comparison.Median(results[layout].Select(result => result.Time.TotalSeconds)) / TreesPerStep;
        var (bucketed, peak) = (Seconds(Layout.Bucketed), peaks.Max());
        var expected = results[Layout.Bucketed][0];
        Console.WriteLine();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{model.Name}: {Parameters(model.Config) / 1e6:F1} million parameters"));
        Console.WriteLine($"{"layout",-22}{"tokens/tree",12}{"ms/tree",10}{"trees/s",9}{"to bucketed",13}{"peak MB",9}{"loss",10}{"gradient norm",15}");
        var agreed = true;
        foreach (var layout in layouts)
        {
            var (seconds, result) = (Seconds(layout.Name), results[layout.Name][0]);
            var memory = long.Parse(ProcessMemory.LastLineOf("compare", MemoryVerb, model.Name, layout.Name), CultureInfo.InvariantCulture) / 1e6;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{layout.Name,-22}{layout.Tokens(trees) / TreesPerStep,12}{seconds * 1e3,10:F0}{1 / seconds,9:F3}{bucketed / seconds,13:F2}{memory,9:F0}{result.Loss,10:F6}{result.GradientNorm,15:F6}"));
            var tolerance = layout.Type == ScalarType.Float32 ? Tolerance : LowPrecisionTolerance;
            foreach (var other in results[layout.Name].Where(other => !Agree(expected.Loss, other.Loss, tolerance) || !Agree(expected.GradientNorm, other.GradientNorm, tolerance)))
            {
                Console.WriteLine($"  DISAGREES: loss {other.Loss}, gradient norm {other.GradientNorm}");
                agreed = false;
            }
        }

        var speed = trees.Sum(tree => StepFlops.Of(tree.Tree, model.Config)) / TreesPerStep / Seconds(Layout.OneTree);
        ratio = bucketed / Seconds(Layout.OneTree);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"float32 matmul peak {peak / 1e9:F1} GFLOP/s; tree {speed / 1e9:F1} GFLOP/s of useful work, {speed / peak:P0} of it"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"multi-tree rows over bucketed {bucketed / Seconds(Layout.SeveralTrees):F2}"));
        Console.WriteLine(results.ContainsKey(Layout.LowPrecisionTree)
            ? string.Create(CultureInfo.InvariantCulture, $"bfloat16 over float32 {Seconds(Layout.OneTree) / Seconds(Layout.LowPrecisionTree):F2}")
            : "bfloat16 left out: this machine multiplies bfloat16 matrices at less than a quarter of the speed of float32 ones");
        return agreed;
    }

    /// <summary>Whether a step in a number type would end within the time of a few others: a CPU without instructions for it takes many minutes.</summary>
    private static bool IsWorthwhile(ScalarType type) => 4 * MatmulPeak.MeasureSmall(type) > MatmulPeak.MeasureSmall(ScalarType.Float32);

    private static IReadOnlyList<RandomTree> Trees(BenchmarkModel model)
        => [.. Enumerable.Range(1, TreesPerStep).Select(number => new RandomTree(number, model.Config.VocabularySize))];

    private static bool Agree(double expected, double actual, double tolerance) => Math.Abs(expected - actual) <= tolerance * Math.Abs(expected);

    private static long Parameters(DecoderConfig config) => DecoderNames.Parameters(config).Sum(parameter => parameter.Shape.Aggregate(1L, (product, size) => product * size));
}
