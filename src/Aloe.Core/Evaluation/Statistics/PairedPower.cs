namespace Aloe.Evaluation.Statistics;

/// <summary>Power of a two-sided paired comparison of cases in clusters.</summary>
/// <remarks>
/// The comparison is taken for a t test of cluster means, which the sign-flip test comes close to: noncentral t with clusters − 1 degrees of freedom and noncentrality d·√(n/design effect) for n cases and Cohen's d for pairs.
/// With clusters of one case, this is the paired t test. Pure functions; thread-safe.
/// </remarks>
public static class PairedPower
{
    private const int MostClusters = 10_000_000;

    /// <summary>Steps of the integral over the standard deviation.</summary>
    private const int Steps = 1_000;

    /// <summary>Probability of finding a difference: ∫ [Φ(δ − ts) + Φ(−δ − ts)] f(s) ds, where δ is the noncentrality, t the critical value, and s = √(χ²/ν) has the density f.</summary>
    /// <param name="effectSize">Cohen's d for pairs (<see cref="CohensD.Paired"/>).</param>
    /// <param name="design">Clusters, at least two, and design effect.</param>
    /// <param name="alpha">Level of the test, above 0 and below 1. <value>Default: 0.05.</value></param>
    /// <exception cref="ArgumentException">There are fewer than two clusters.</exception>
    public static double Of(double effectSize, ClusterDesign design, double alpha = 0.05)
    {
        ArgumentNullException.ThrowIfNull(design);
        double df = Require.AtLeast(design.Clusters, 2, nameof(design)) - 1;
        var critical = StudentDistribution.Quantile(1 - (alpha / 2), df);
        var noncentrality = effectSize * Math.Sqrt(design.Clusters * design.ClusterSize / design.Effect);
        var logScale = Math.Log(2) + (df / 2 * Math.Log(df / 2)) - SpecialFunctions.LogGamma(df / 2);
        var (from, to) = (Math.Max(0, 1 - (10 / Math.Sqrt(2 * df))), 1 + (10 / Math.Sqrt(2 * df)));
        var sum = 0.0;
        for (var i = 0; i <= Steps; i++)
        {
            var s = from + ((to - from) * i / Steps);
            var density = s > 0 ? Math.Exp(logScale + ((df - 1) * Math.Log(s)) - (df * s * s / 2)) : df == 1 ? Math.Exp(logScale) : 0;
            var found = NormalDistribution.Cdf(noncentrality - (critical * s)) + NormalDistribution.Cdf(-noncentrality - (critical * s));
            sum += density * found * (i is 0 or Steps ? 1 : 2 + (2 * (i % 2)));
        }

        return Math.Min(1, sum * (to - from) / (3 * Steps));
    }

    /// <summary>Cases that it takes to find a difference, in whole clusters of the size that the design has, and with its design effect.</summary>
    /// <param name="effectSize">Cohen's d for pairs.</param>
    /// <param name="design">Size of clusters and design effect; their number does not matter.</param>
    /// <param name="power">Probability of finding it, above <paramref name="alpha"/> and below 1. <value>Default: 0.8.</value></param>
    /// <param name="alpha">Level of the test. <value>Default: 0.05.</value></param>
    /// <returns>Null where ten million clusters are not enough, as for a difference of 0.</returns>
    public static int? CasesNeeded(double effectSize, ClusterDesign design, double power = 0.8, double alpha = 0.05)
    {
        ArgumentNullException.ThrowIfNull(design);
        if (!Finds(MostClusters))
        {
            return null;
        }

        // Power grows with the number of clusters.
        var (low, high) = (1, 2);
        while (!Finds(high))
        {
            (low, high) = (high, Math.Min(2 * high, MostClusters));
        }

        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = Finds(middle) ? (low, middle) : (middle, high);
        }

        return (int)Math.Min(int.MaxValue, Math.Ceiling(high * design.ClusterSize));

        bool Finds(int clusters) => Of(effectSize, design with { Clusters = clusters }, alpha) >= power;
    }

    /// <summary>The smallest effect that the design finds.</summary>
    /// <param name="design">Clusters, at least two, and design effect.</param>
    /// <param name="power">Probability of finding it, above <paramref name="alpha"/> and below 1. <value>Default: 0.8.</value></param>
    /// <param name="alpha">Level of the test. <value>Default: 0.05.</value></param>
    /// <returns>Cohen's d for pairs.</returns>
    /// <exception cref="ArgumentException">There are fewer than two clusters.</exception>
    public static double Detectable(ClusterDesign design, double power = 0.8, double alpha = 0.05)
    {
        double low = 0, high = 1;
        while (Of(high, design, alpha) < power)
        {
            (low, high) = (high, 2 * high);
        }

        while (high - low > 1e-10 * high)
        {
            var middle = (low + high) / 2;
            (low, high) = Of(middle, design, alpha) < power ? (middle, high) : (low, middle);
        }

        return high;
    }
}
