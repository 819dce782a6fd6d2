namespace Aloe.Evaluation.Statistics;

/// <summary>The least-squares line y ≈ slope·x + intercept.</summary>
/// <param name="Slope">Σ(x−x̄)(y−ȳ) / Σ(x−x̄)².</param>
/// <param name="Intercept">ȳ − slope·x̄.</param>
/// <param name="R2">Coefficient of determination, 0 to 1: the share of the variance of y that the line explains; null where y does not vary.</param>
/// <remarks>Pure functions; thread-safe.</remarks>
public readonly record struct LinearFit(double Slope, double Intercept, double? R2)
{
    /// <summary>Fits a line to y over x = 1, 2, … n.</summary>
    /// <param name="y">At least two values.</param>
    /// <exception cref="ArgumentException">There are fewer than two values.</exception>
    public static LinearFit Of(ReadOnlySpan<double> y)
    {
        Span<double> x = y.Length <= 128 ? stackalloc double[y.Length] : new double[y.Length];
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = i + 1;
        }

        return Of(x, y);
    }

    /// <summary>Fits a line to y over x.</summary>
    /// <param name="x">At least two different values.</param>
    /// <param name="y">As many values.</param>
    /// <exception cref="ArgumentException">The lengths differ, or x does not vary.</exception>
    public static LinearFit Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var moments = Moments.Of(x, y);
        if (moments.XX == 0)
        {
            throw new ArgumentException("A line needs at least two different x.", nameof(x));
        }

        var slope = moments.XY / moments.XX;
        return new LinearFit(slope, moments.MeanY - (slope * moments.MeanX), moments.YY == 0 ? null : Math.Min(1, slope * moments.XY / moments.YY));
    }
}
