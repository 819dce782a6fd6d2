namespace Aloe.Evaluation.Statistics;

/// <summary>How cases lie in clusters, and what that costs.</summary>
/// <param name="Clusters">Number of clusters.</param>
/// <param name="ClusterSize">Cases of a cluster, on average.</param>
/// <param name="Effect">Design effect: the factor by which the variance of a mean exceeds that of as many independent cases.</param>
public sealed record ClusterDesign(int Clusters, double ClusterSize, double Effect = 1)
{
    /// <summary>The design of measured values. Effect = 1 + (Σm²/Σm − 1)·ICC for clusters of m cases (Eldridge, Ashby and Kerry 2006); 1 + (m−1)·ICC where all have as many.</summary>
    /// <param name="clusters">The values of each cluster's cases; at least one value in each.</param>
    /// <exception cref="ArgumentException">There is no cluster, or one has no value.</exception>
    public static ClusterDesign Of(IReadOnlyList<IReadOnlyList<double>> clusters)
    {
        ArgumentNullException.ThrowIfNull(clusters);
        if (clusters.Count == 0 || clusters.Any(cluster => cluster.Count == 0))
        {
            throw new ArgumentException("There must be at least one cluster, and a value in each.", nameof(clusters));
        }

        double cases = clusters.Sum(cluster => cluster.Count);
        var typicalSize = clusters.Sum(cluster => (double)cluster.Count * cluster.Count) / cases;
        return new ClusterDesign(clusters.Count, cases / clusters.Count, 1 + ((typicalSize - 1) * Icc(clusters)));
    }

    /// <summary>
    /// Intraclass correlation: the share of the variance that lies between clusters. The estimate from the analysis of variance, (MSB − MSW) / (MSB + (m₀−1)·MSW) with m₀ = (Σm − Σm²/Σm)/(G−1) (Donner 1986), and no less than 0.
    /// </summary>
    /// <param name="clusters">The values of each cluster's cases; at least one value in each.</param>
    /// <returns>0 to 1; 0 where there are fewer than two clusters, no cluster has two cases, or values do not vary.</returns>
    public static double Icc(IReadOnlyList<IReadOnlyList<double>> clusters)
    {
        ArgumentNullException.ThrowIfNull(clusters);
        double count = clusters.Count, cases = clusters.Sum(cluster => cluster.Count);
        if (count < 2 || cases == count)
        {
            return 0;
        }

        var mean = clusters.Sum(cluster => cluster.Sum()) / cases;
        var between = clusters.Sum(cluster => cluster.Count * Square(cluster.Average() - mean)) / (count - 1);
        var within = clusters.Sum(cluster => cluster.Sum(value => Square(value - cluster.Average()))) / (cases - count);
        var size = (cases - (clusters.Sum(cluster => Square(cluster.Count)) / cases)) / (count - 1);
        return between > within ? (between - within) / (between + ((size - 1) * within)) : 0;

        static double Square(double value) => value * value;
    }
}
