using Aloe.Randomness;

namespace Aloe.Evaluation.Statistics;

/// <summary>Two-sided sign-flip test: were the two models of a pair interchangeable, each cluster's difference could as well have had the other sign.</summary>
/// <remarks>Whole clusters are flipped, because the cases of a cluster are not independent. Pure functions; thread-safe.</remarks>
public static class PairedPermutationTest
{
    /// <summary>Sums that differ by less than this share of the largest possible one are equal but for rounding.</summary>
    private const double Rounding = 1e-9;

    /// <summary>
    /// p value of the sum of differences. All 2^clusters sign patterns are enumerated where there are no more than <paramref name="permutations"/>: p is the share of patterns with a sum as far from 0 as the observed one.
    /// Else as many are drawn, and p = (b+1)/(m+1) for b of m patterns (Phipson and Smyth 2010), which keeps the test's level.
    /// </summary>
    /// <param name="differences">What each cluster contributes to the statistic, in a fixed order; at least one.</param>
    /// <param name="permutations">Sign patterns. Range: at least 1. <value>Default: 10,000.</value></param>
    /// <param name="seed">Seed of the draws. <value>Default: 0.</value></param>
    /// <returns>Above 0, up to 1. A single cluster always gives 1.</returns>
    /// <exception cref="ArgumentException">There is no cluster.</exception>
    public static double PValue(IReadOnlyList<double> differences, int permutations = 10_000, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(differences);
        Require.AtLeast(permutations, 1, nameof(permutations));
        if (differences.Count == 0)
        {
            throw new ArgumentException("A test needs at least one cluster.", nameof(differences));
        }

        double[] values = [.. differences];
        var observed = Math.Abs(values.Sum()) - (Rounding * values.Sum(Math.Abs));
        return values.Length < 31 && 1 << values.Length <= permutations
            ? (double)AllPatterns(values, observed) / (1 << values.Length)
            : (DrawnPatterns(values, observed, permutations, SeededRandom.For(seed, "permutation")) + 1.0) / (permutations + 1.0);
    }

    /// <summary>Patterns that reach the observed sum, in the order of a Gray code: from one to the next, one sign changes.</summary>
    private static int AllPatterns(double[] values, double observed)
    {
        var signed = values.ToArray();
        var (sum, reached) = (values.Sum(), 0);
        for (var pattern = 1; ; pattern++)
        {
            reached += Math.Abs(sum) >= observed ? 1 : 0;
            if (pattern == 1 << values.Length)
            {
                return reached;
            }

            var flip = int.TrailingZeroCount(pattern);
            sum -= 2 * signed[flip];
            signed[flip] = -signed[flip];
        }
    }

    private static int DrawnPatterns(double[] values, double observed, int permutations, SeededRandom random)
    {
        var reached = 0;
        for (var i = 0; i < permutations; i++)
        {
            var (sum, bits) = (0.0, 0UL);
            for (var j = 0; j < values.Length; j++)
            {
                bits = j % 64 == 0 ? random.NextUInt64() : bits >> 1;
                sum += (bits & 1) == 0 ? values[j] : -values[j];
            }

            reached += Math.Abs(sum) >= observed ? 1 : 0;
        }

        return reached;
    }
}
