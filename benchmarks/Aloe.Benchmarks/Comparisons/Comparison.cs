namespace Aloe.Benchmarks.Comparisons;

/// <summary>What the comparisons share.</summary>
internal static class Comparison
{
    /// <summary>The middle value, the upper one of two.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
