namespace Aloe.Evaluation.Statistics;

/// <summary>Cohen's d: a difference in units of a standard deviation.</summary>
/// <remarks>Pure functions; thread-safe.</remarks>
public static class CohensD
{
    /// <summary>d for pairs (d<sub>z</sub>): the mean of the differences over their standard deviation (n−1). By convention, 0.2 is small, 0.5 medium, 0.8 large.</summary>
    /// <param name="differences">One for each pair.</param>
    /// <returns>Null where there are fewer than two, or all are the same but for rounding.</returns>
    public static double? Paired(IReadOnlyList<double> differences)
    {
        ArgumentNullException.ThrowIfNull(differences);
        return StandardDeviation(differences) is > 0 and var deviation ? differences.Average() / deviation : null;
    }

    /// <summary>Standard deviation (n−1); 0 for fewer than two values, and where they differ by rounding only.</summary>
    internal static double StandardDeviation(IReadOnlyList<double> values)
    {
        if (values.Count < 2)
        {
            return 0;
        }

        var mean = values.Average();
        var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
        return deviation > 1e-12 * values.Max(Math.Abs) ? deviation : 0;
    }
}
