namespace Aloe.Evaluation.Statistics;

/// <summary>Correlation of paired values.</summary>
/// <remarks>Pure functions; thread-safe.</remarks>
public static class Correlation
{
    /// <summary>Pearson's r = Σ(x−x̄)(y−ȳ) / √(Σ(x−x̄)² Σ(y−ȳ)²): how far the values lie on a line.</summary>
    /// <param name="x">At least one value.</param>
    /// <param name="y">As many values.</param>
    /// <returns>−1 to 1; null where one of the two does not vary.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or there is no value.</exception>
    public static double? Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var moments = Moments.Of(x, y);
        return moments.XX == 0 || moments.YY == 0 ? null : Math.Clamp(moments.XY / Math.Sqrt(moments.XX) / Math.Sqrt(moments.YY), -1, 1);
    }

    /// <summary>Spearman's ρ: Pearson's r of the ranks, where values that are equal share the mean of their ranks.</summary>
    /// <param name="x">At least one value.</param>
    /// <param name="y">As many values.</param>
    /// <returns>−1 to 1; null where one of the two does not vary.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or there is no value.</exception>
    public static double? Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y) => Pearson(Ranks(x), Ranks(y));

    private static double[] Ranks(ReadOnlySpan<double> values)
    {
        var sorted = values.ToArray();
        var order = Enumerable.Range(0, sorted.Length).ToArray();
        Array.Sort(sorted, order);
        var ranks = new double[sorted.Length];
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start + 1; end < sorted.Length && sorted[end] == sorted[start]; end++)
            {
            }

            // Ranks start + 1 … end, shared.
            foreach (var i in order.AsSpan(start, end - start))
            {
                ranks[i] = (start + 1 + end) / 2.0;
            }
        }

        return ranks;
    }
}
