namespace Aloe.Evaluation.Statistics;

/// <summary>Krippendorff's α, the agreement of any number of raters: 1 is perfect, 0 is what chance gives, below 0 is systematic disagreement.</summary>
/// <remarks>Krippendorff 2011, “Computing Krippendorff's Alpha-Reliability”. Pure functions; thread-safe.</remarks>
public static class KrippendorffAlpha
{
    /// <summary>
    /// α = 1 − D<sub>o</sub>/D<sub>e</sub>. D<sub>o</sub> is the mean squared difference δ² of values within units, D<sub>e</sub> that of all values, each pair of a unit of m values weighing 1/(m−1).
    /// A unit with fewer than two values is left out.
    /// </summary>
    /// <param name="units">For each unit, the values that raters gave it; the raters may be others, or fewer, from unit to unit, and null is a missing value.</param>
    /// <param name="level">What differences mean.</param>
    /// <returns>Up to 1; null where no unit has two values, or all values are the same.</returns>
    public static double? Of(IEnumerable<IEnumerable<double?>> units, MeasurementLevel level)
    {
        ArgumentNullException.ThrowIfNull(units);
        Require.Defined(level, nameof(level));
        var pairable = units.Select(unit => unit.OfType<double>().ToArray()).Where(unit => unit.Length > 1).ToArray();
        var values = pairable.SelectMany(unit => unit).CountBy(value => value).OrderBy(value => value.Key).ToArray();
        if (values.Length < 2)
        {
            return null;
        }

        var scale = Scale([.. values.Select(value => (value.Key, value.Value))], level);
        double n = values.Sum(value => value.Value), observed = 0;
        foreach (var unit in pairable)
        {
            observed += 2 * Pairs([.. unit.Select(value => (scale[value], 1))], level) / (unit.Length - 1);
        }

        var expected = 2 * Pairs([.. values.Select(value => (scale[value.Key], value.Value))], level) / (n - 1);
        return 1 - (observed / expected);
    }

    /// <summary>Positions whose squared difference is δ². The ordinal one, (Σ n from c to k − (n_c + n_k)/2)², is that of mean ranks.</summary>
    private static Dictionary<double, double> Scale((double Value, int Count)[] values, MeasurementLevel level)
    {
        var (scale, below) = (new Dictionary<double, double>(), 0.0);
        foreach (var (value, count) in values)
        {
            scale[value] = level == MeasurementLevel.Ordinal ? below + (count / 2.0) : value;
            below += count;
        }

        return scale;
    }

    /// <summary>Σ δ² over all pairs of different positions, each as often as it occurs.</summary>
    private static double Pairs((double Position, int Count)[] values, MeasurementLevel level)
    {
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var difference = values[i].Position - values[j].Position;
                sum += (double)values[i].Count * values[j].Count * (level == MeasurementLevel.Nominal ? (difference == 0 ? 0 : 1) : difference * difference);
            }
        }

        return sum;
    }
}
