using System.Diagnostics;
using static TorchSharp.torch;

namespace Aloe.Benchmarks.Comparisons;

/// <summary>How fast this process multiplies matrices: the best of several sizes, each the best of several runs.</summary>
internal static class MatmulPeak
{
    private const int Runs = 5;

    /// <summary>Floating-point operations a second.</summary>
    public static double Measure(ScalarType dtype)
        => ((int M, int K, int N)[])[(1_024, 1_024, 1_024), (2_048, 2_048, 2_048), (1_220, 640, 1_824), (1_220, 1_824, 640)] is var sizes
            ? sizes.Max(size => Enumerable.Range(0, Runs).Max(_ => Once(size.M, size.K, size.N, dtype)))
            : 0;

    /// <summary>The same for one small size, to find out soon how a number type compares.</summary>
    public static double MeasureSmall(ScalarType dtype) => Enumerable.Range(0, Runs).Max(_ => Once(512, 512, 512, dtype));

    private static double Once(int m, int k, int n, ScalarType dtype)
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var (left, right, product) = (rand([m, k], dtype), rand([k, n], dtype), empty([m, n], dtype));
        var watch = Stopwatch.StartNew();
        product.addmm_(left, right, 0, 1);
        return 2.0 * m * k * n / watch.Elapsed.TotalSeconds;
    }
}
