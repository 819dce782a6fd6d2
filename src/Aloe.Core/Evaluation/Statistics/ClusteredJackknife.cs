namespace Aloe.Evaluation.Statistics;

/// <summary>Confidence intervals from leaving out one cluster at a time: value ± t(1−α/2; G−1)·SE with SE² = (G−1)/G · Σ(θ₍ᵢ₎ − θ̄)² over G clusters (Efron and Tibshirani 1993, chapter 11).</summary>
/// <remarks>Right on average for few clusters too, and it needs no resampling; the interval is symmetric. Pure functions; thread-safe.</remarks>
public static class ClusteredJackknife
{
    /// <summary>Intervals of statistics of the same observations.</summary>
    /// <param name="totals">The observations.</param>
    /// <param name="statistics">What to give intervals for. A statistic that rests on a single cluster has the interval from its lowest to its highest possible value: nothing is known.</param>
    /// <param name="confidence">Above 0 and below 1. <value>Default: 0.95.</value></param>
    public static IReadOnlyList<Interval> Intervals(ClusterTotals totals, IReadOnlyList<Statistic> statistics, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(totals);
        ArgumentNullException.ThrowIfNull(statistics);
        var (weights, sums) = (new double[totals.Clusters], new double[2 * totals.Columns]);
        Array.Fill(weights, 1);
        var leftOut = new double[totals.Clusters][];
        for (var i = 0; i < leftOut.Length; i++)
        {
            leftOut[i] = new double[totals.Columns];
            weights[i] = 0;
            totals.WeightedMeans(weights, sums, leftOut[i]);
            weights[i] = 1;
        }

        return [.. statistics.Select(statistic => Interval(totals, statistic, [.. leftOut.Select(means => statistic.Of(means))], confidence))];
    }

    private static Interval Interval(ClusterTotals totals, Statistic statistic, double[] leftOut, double confidence)
    {
        var (value, clusters) = (statistic.Of(totals.Means), totals.ClustersWith(statistic.Columns));
        if (clusters < 2)
        {
            return statistic.Interval(value, statistic.Min, statistic.Max);
        }

        var mean = leftOut.Average();
        var error = Math.Sqrt(leftOut.Sum(one => (one - mean) * (one - mean)) * (leftOut.Length - 1) / leftOut.Length);
        var reach = StudentDistribution.Quantile((1 + confidence) / 2, clusters - 1) * error;
        return statistic.Interval(value, value - reach, value + reach);
    }
}
