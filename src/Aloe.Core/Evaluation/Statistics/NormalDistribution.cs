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
    /// <remarks>A rational approximation (Abramowitz and Stegun 26.2.23, error below 4.5e-4), then steps of Halley's method, which triple the number of right digits.</remarks>
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

        var t = Math.Sqrt(-2 * Math.Log(p));
        var x = ((2.515517 + (t * (0.802853 + (t * 0.010328)))) / (1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308))))))) - t;
        for (var i = 0; i < 3; i++)
        {
            var step = (Cdf(x) - p) * SqrtTwoPi * Math.Exp(x * x / 2);
            x -= step / (1 + (x * step / 2));
        }

        return x;
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
}
