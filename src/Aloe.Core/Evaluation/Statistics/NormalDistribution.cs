namespace Aloe.Evaluation.Statistics;

/// <summary>The standard normal distribution.</summary>
/// <remarks>Pure functions; thread-safe.</remarks>
public static class NormalDistribution
{
    private const double SqrtTwoPi = 2.5066282746310002;

    /// <summary>Φ(x): probability of a value up to x. Accurate to about 1e-15.</summary>
    /// <param name="x">Any value.</param>
    public static double Cdf(double x) => x < 0 ? Tail(-x) : 1 - Tail(x);

    /// <summary>The value x with Φ(x) = p.</summary>
    /// <param name="p">Probability, above 0 and below 1.</param>
    /// <remarks>Acklam's rational approximation (relative error 1.2e-9), then one step of Halley's method, which leaves about 1e-15.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="p"/> is not between 0 and 1.</exception>
    public static double Quantile(double p)
    {
        if (!(p is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(p), p, $"p must be above 0 and below 1; it was {p}.");
        }

        // In the lower half, where Φ keeps its digits.
        if (p > 0.5)
        {
            return -Quantile(1 - p);
        }

        var x = Approximate(p);
        var step = (Cdf(x) - p) * SqrtTwoPi * Math.Exp(x * x / 2);
        return x - (step / (1 + (x * step / 2)));
    }

    /// <summary>1 − Φ(x) for x ≥ 0: by the series of Φ near the middle, by the continued fraction of the tail elsewhere.</summary>
    private static double Tail(double x)
    {
        var density = Math.Exp(-x * x / 2) / SqrtTwoPi;
        if (x < 3)
        {
            double sum = x, term = x;
            for (var i = 3; Math.Abs(term) > 1e-17 * sum; i += 2)
            {
                term *= x * x / i;
                sum += term;
            }

            return 0.5 - (density * sum);
        }

        var fraction = x;
        for (var i = 80; i > 0; i--)
        {
            fraction = x + (i / fraction);
        }

        return density / fraction;
    }

    private static double Approximate(double p)
    {
        if (p < 0.02425)
        {
            var q = Math.Sqrt(-2 * Math.Log(p));
            return (((((((((((-7.784894002430293e-03 * q) - 3.223964580411365e-01) * q) - 2.400758277161838) * q) - 2.549732539343734) * q) + 4.374664141464968) * q) + 2.938163982698783)
                / ((((((((7.784695709041462e-03 * q) + 3.224671290700398e-01) * q) + 2.445134137142996) * q) + 3.754408661907416) * q) + 1);
        }

        var (centred, r) = (p - 0.5, (p - 0.5) * (p - 0.5));
        return ((((((((((-3.969683028665376e+01 * r) + 2.209460984245205e+02) * r) - 2.759285104469687e+02) * r) + 1.383577518672690e+02) * r) - 3.066479806614716e+01) * r) + 2.506628277459239) * centred
            / ((((((((((-5.447609879822406e+01 * r) + 1.615858368580409e+02) * r) - 1.556989798598866e+02) * r) + 6.680131188771972e+01) * r) - 1.328068155288572e+01) * r) + 1);
    }
}
