using System.Numerics.Tensors;

namespace Aloe.Evaluation.Statistics;

/// <summary>Sums and counts of each column of observations, cluster by cluster: all that resampling whole clusters needs.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class ClusterTotals
{
    /// <summary>For each cluster the sums of all columns, then their counts.</summary>
    private readonly double[][] _totals;
    private readonly double[] _means;

    private ClusterTotals(double[][] totals, int columns)
    {
        (_totals, _means) = (totals, new double[columns]);
        WeightedMeans([.. Enumerable.Repeat(1.0, Clusters)], new double[2 * columns], _means);
    }

    /// <summary>Number of clusters.</summary>
    public int Clusters => _totals.Length;

    /// <summary>Number of columns.</summary>
    public int Columns => _means.Length;

    /// <summary>Mean of each column over all observations; 0 for a column without any value.</summary>
    public ReadOnlySpan<double> Means => _means;

    /// <summary>Adds up observations. Where all are of one cluster, each becomes a cluster of its own: figures then tell of that cluster only.</summary>
    /// <param name="observations">At least one, all with the same number of columns. Their order makes no difference between clusters.</param>
    /// <exception cref="ArgumentException">There is none, or they differ in their number of columns.</exception>
    public static ClusterTotals Of(IReadOnlyList<Observation> observations)
    {
        ArgumentNullException.ThrowIfNull(observations);
        var columns = observations.Count > 0 ? observations[0].Values.Count : throw new ArgumentException("There is no observation.", nameof(observations));
        if (observations.Any(one => one.Values.Count != columns))
        {
            throw new ArgumentException("All observations must have the same number of columns.", nameof(observations));
        }

        return new ClusterTotals([.. Grouped(observations).Select(cluster => Total(cluster, columns))], columns);
    }

    /// <summary>The observations by cluster, in the order of their names; each alone where there is one cluster only.</summary>
    internal static IReadOnlyList<IReadOnlyList<Observation>> Grouped(IReadOnlyList<Observation> observations)
    {
        var clusters = observations.GroupBy(one => one.Cluster, (_, members) => members.ToArray()).OrderBy(members => members[0].Cluster, StringComparer.Ordinal).ToArray();
        return clusters.Length > 1 ? clusters : [.. observations.Select(one => new[] { one })];
    }

    /// <summary>Number of clusters that have a value in each of the columns, or rather in the one of them where fewest have.</summary>
    internal int ClustersWith(Range columns)
    {
        var (first, count) = columns.GetOffsetAndLength(Columns);
        return Enumerable.Range(first, count).Select(column => _totals.Count(total => total[Columns + column] > 0)).DefaultIfEmpty(0).Min();
    }

    /// <summary>What each cluster contributes to the mean of a column: its sum over the count of all.</summary>
    internal IEnumerable<double> Contributions(int column)
    {
        var count = _totals.Sum(total => total[Columns + column]);
        return _totals.Select(total => count > 0 ? total[column] / count : 0);
    }

    /// <summary>Column means where each cluster counts as often as its weight says. A column that then has no value keeps its mean over all observations.</summary>
    /// <param name="weights">One for each cluster.</param>
    /// <param name="sums">Work space for twice the columns.</param>
    /// <param name="means">Takes the means.</param>
    internal void WeightedMeans(ReadOnlySpan<double> weights, Span<double> sums, Span<double> means)
    {
        sums.Clear();
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] > 0)
            {
                TensorPrimitives.MultiplyAdd(_totals[i], weights[i], sums, sums);
            }
        }

        for (var column = 0; column < means.Length; column++)
        {
            means[column] = sums[Columns + column] > 0 ? sums[column] / sums[Columns + column] : _means[column];
        }
    }

    private static double[] Total(IReadOnlyList<Observation> cluster, int columns)
    {
        var total = new double[2 * columns];
        foreach (var observation in cluster)
        {
            for (var column = 0; column < columns; column++)
            {
                if (observation.Values[column] is { } value)
                {
                    total[column] += value;
                    total[columns + column]++;
                }
            }
        }

        return total;
    }
}
