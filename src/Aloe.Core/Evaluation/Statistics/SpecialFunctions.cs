namespace Aloe.Evaluation.Statistics;

/// <summary>The functions behind the distributions.</summary>
internal static class SpecialFunctions
{
    /// <summary>ln Γ(x) for x &gt; 0: Stirling's series at x ≥ 10, to which the recurrence Γ(x) = Γ(x+1)/x leads.</summary>
    public static double LogGamma(double x)
    {
        var shift = 1.0;
        for (; x < 10; x++)
        {
            shift *= x;
        }

        var square = 1 / (x * x);
        var series = ((1.0 / 12) - (square * ((1.0 / 360) - (square * ((1.0 / 1260) - (square * ((1.0 / 1680) - (square * ((1.0 / 1188) - (square * 691 / 360360)))))))))) / x;
        return ((x - 0.5) * Math.Log(x)) - x + (Math.Log(2 * Math.PI) / 2) + series - Math.Log(shift);
    }

    /// <summary>The regularised incomplete beta function I(x; a, b), by its continued fraction. 1 − x comes with x so that it keeps its digits.</summary>
    public static double IncompleteBeta(double x, double oneMinusX, double a, double b)
    {
        if (x <= 0 || oneMinusX <= 0)
        {
            return x <= 0 ? 0 : 1;
        }

        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + (a * Math.Log(x)) + (b * Math.Log(oneMinusX)));

        // The fraction converges fast on this side of the mean only.
        return x < (a + 1) / (a + b + 2) ? front * Fraction(x, a, b) / a : 1 - (front * Fraction(oneMinusX, b, a) / b);
    }

    /// <summary>The continued fraction of I(x; a, b), evaluated from the front (Lentz).</summary>
    private static double Fraction(double x, double a, double b)
    {
        const double Tiny = 1e-300;
        double c = 1, d = 1 / NotZero(1 - ((a + b) * x / (a + 1))), result = d;
        for (var m = 1; m <= 10_000; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            var factor = Step(even) * Step(odd);
            if (Math.Abs(factor - 1) < 1e-15)
            {
                break;
            }
        }

        return result;

        double Step(double coefficient)
        {
            d = 1 / NotZero(1 + (coefficient * d));
            c = NotZero(1 + (coefficient / c));
            result *= c * d;
            return c * d;
        }

        static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
    }
}
