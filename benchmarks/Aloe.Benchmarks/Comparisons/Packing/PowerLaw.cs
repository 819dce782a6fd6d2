namespace Aloe.Benchmarks.Comparisons.Packing;

/// <summary>How something grows: the exponent e of y = c·xᵉ.</summary>
internal static class PowerLaw
{
    /// <summary>The exponent, by least squares of the logarithms.</summary>
    public static double Exponent(IReadOnlyList<(double X, double Y)> points)
    {
        var logs = points.Select(point => (X: Math.Log(point.X), Y: Math.Log(point.Y))).ToList();
        var (x, y) = (logs.Average(log => log.X), logs.Average(log => log.Y));
        return logs.Sum(log => (log.X - x) * (log.Y - y)) / logs.Sum(log => (log.X - x) * (log.X - x));
    }
}
