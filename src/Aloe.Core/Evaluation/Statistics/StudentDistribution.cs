namespace Aloe.Evaluation.Statistics;

/// <summary>Student's t distribution.</summary>
/// <remarks>Pure functions; thread-safe.</remarks>
public static class StudentDistribution
{
    /// <summary>Probability of a value up to t, by the incomplete beta function: P(T &gt; t) = ½ I(ν/(ν+t²); ν/2, ½) for t ≥ 0.</summary>
    /// <param name="t">Any value.</param>
    /// <param name="degreesOfFreedom">ν, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="degreesOfFreedom"/> is not above 0.</exception>
    public static double Cdf(double t, double degreesOfFreedom)
    {
        Require.Positive(degreesOfFreedom, nameof(degreesOfFreedom));
        return t < 0 ? Tail(-t, degreesOfFreedom) : 1 - Tail(t, degreesOfFreedom);
    }

    /// <summary>The value t with <see cref="Cdf"/> = p, found by bisection to the last digits.</summary>
    /// <param name="p">Probability, above 0 and below 1.</param>
    /// <param name="degreesOfFreedom">ν, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not between 0 and 1, or <paramref name="degreesOfFreedom"/> is not above 0.</exception>
    public static double Quantile(double p, double degreesOfFreedom)
    {
        Require.Positive(degreesOfFreedom, nameof(degreesOfFreedom));
        if (!(p is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, $"p must be above 0 and below 1; it was {p}.");
        }

        if (p < 0.5)
        {
            return -Quantile(1 - p, degreesOfFreedom);
        }

        double low = 0, high = 1;
        while (Tail(high, degreesOfFreedom) > 1 - p)
        {
            (low, high) = (high, 2 * high);
        }

        for (var middle = (low + high) / 2; low < middle && middle < high; middle = (low + high) / 2)
        {
            (low, high) = Tail(middle, degreesOfFreedom) > 1 - p ? (middle, high) : (low, middle);
        }

        return low;
    }

    /// <summary>P(T &gt; t) for t ≥ 0.</summary>
    private static double Tail(double t, double df) => SpecialFunctions.IncompleteBeta(df / (df + (t * t)), t * t / (df + (t * t)), df / 2, 0.5) / 2;
}
