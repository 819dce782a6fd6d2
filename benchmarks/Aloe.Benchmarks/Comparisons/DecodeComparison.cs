namespace Aloe.Benchmarks.Comparisons;

internal static class DecodeComparison
{
    public static int Run(bool quick) => quick ? 0 : 1;
}
