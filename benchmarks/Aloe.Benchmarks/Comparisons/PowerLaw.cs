using Aloe.Evaluation.Statistics;

namespace Aloe.Benchmarks.Comparisons;

/// <summary>How something grows: the exponent e of y = c·xᵉ.</summary>
internal static class PowerLaw
{
    /// <summary>The exponent, by least squares of the logarithms.</summary>
    public static double Exponent(IReadOnlyList<(double X, double Y)> points)
        => LinearFit.Of([.. points.Select(point => Math.Log(point.X))], [.. points.Select(point => Math.Log(point.Y))]).Slope;
}
