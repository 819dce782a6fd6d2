using Aloe.Randomness;

namespace Aloe.Evaluation.Statistics;

/// <summary>Confidence intervals from resampling whole clusters, so that what the cases of a cluster share is not taken for independent evidence.</summary>
/// <remarks>
/// <para>
/// G clusters are drawn with replacement, many times, and each statistic is computed anew. Plain percentile intervals are too short for few clusters: they lack the factor √(G/(G−1)) and take normal quantiles for those of t.
/// Both are made up for by percentiles further out (Hesterberg 2015, “What Teachers Should Know About the Bootstrap”): α′/2 = Φ(−√(G/(G−1)) · t(1−α/2; G−1)).
/// </para>
/// <para>
/// Below <see cref="FewestClusters"/> the resamples are too coarse for percentiles, and <see cref="ClusteredJackknife"/> gives the interval. A figure that resampling biases, such as N-IR, is better left to the jackknife too.
/// </para>
/// <para>The same seed gives the same intervals. Pure functions; thread-safe.</para>
/// </remarks>
public static class ClusteredBootstrap
{
    /// <summary>Clusters that it takes for percentiles of resamples.</summary>
    public const int FewestClusters = 8;

    /// <summary>Intervals of statistics of the same observations.</summary>
    /// <param name="totals">The observations.</param>
    /// <param name="statistics">What to give intervals for. A statistic that rests on a single cluster has the interval from its lowest to its highest possible value: nothing is known.</param>
    /// <param name="confidence">Above 0 and below 1. <value>Default: 0.95.</value></param>
    /// <param name="resamples">Times the clusters are drawn. Range: at least 100. <value>Default: 10,000.</value></param>
    /// <param name="seed">Seed of the draws. <value>Default: 0.</value></param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="resamples"/> is below 100.</exception>
    public static IReadOnlyList<Interval> Intervals(ClusterTotals totals, IReadOnlyList<Statistic> statistics, double confidence = 0.95, int resamples = 10_000, long seed = 0)
    {
        Require.AtLeast(resamples, 100, nameof(resamples));
        var intervals = ClusteredJackknife.Intervals(totals, statistics, confidence).ToArray();
        int[] resampled = [.. statistics.Index().Where(one => totals.ClustersWith(one.Item.Columns) >= FewestClusters).Select(one => one.Index)];
        var values = Resample(totals, [.. resampled.Select(i => statistics[i])], resamples, seed);
        for (var i = 0; i < resampled.Length; i++)
        {
            var statistic = statistics[resampled[i]];
            var tail = Tail(totals.ClustersWith(statistic.Columns), confidence);
            Array.Sort(values[i]);
            intervals[resampled[i]] = statistic.Interval(intervals[resampled[i]].Value, Quantile(values[i], tail), Quantile(values[i], 1 - tail));
        }

        return intervals;
    }

    private static double[][] Resample(ClusterTotals totals, Statistic[] statistics, int resamples, long seed)
    {
        var values = Array.ConvertAll(statistics, _ => new double[resamples]);
        var random = SeededRandom.For(seed, "bootstrap");
        var (weights, sums, means) = (new double[totals.Clusters], new double[2 * totals.Columns], new double[totals.Columns]);
        for (var i = 0; i < resamples && statistics.Length > 0; i++)
        {
            Array.Clear(weights);
            for (var draw = 0; draw < weights.Length; draw++)
            {
                weights[random.Next(weights.Length)]++;
            }

            totals.WeightedMeans(weights, sums, means);
            for (var j = 0; j < statistics.Length; j++)
            {
                values[j][i] = statistics[j].Of(means);
            }
        }

        return values;
    }

    /// <summary>α′/2.</summary>
    private static double Tail(double clusters, double confidence)
        => NormalDistribution.Cdf(-Math.Sqrt(clusters / (clusters - 1)) * StudentDistribution.Quantile((1 + confidence) / 2, clusters - 1));

    /// <summary>The (n+1)p-th of n sorted values, between two of them in proportion.</summary>
    private static double Quantile(double[] sorted, double p)
    {
        var position = Math.Clamp(((sorted.Length + 1) * p) - 1, 0, sorted.Length - 1);
        var below = (int)position;
        return sorted[below] + ((position - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
    }
}
