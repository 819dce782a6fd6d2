namespace Aloe.Evaluation.Statistics;

/// <summary>Holm's step-down correction of several tests made together (Holm 1979): rejecting where the adjusted p is at most α keeps the probability of any false rejection at α, however the tests depend on each other.</summary>
/// <remarks>Pure functions; thread-safe.</remarks>
public static class HolmCorrection
{
    /// <summary>Adjusts p values. With p₍₁₎ ≤ … ≤ p₍m₎, the i-th becomes the largest of min(1, (m−j+1)·p₍j₎) over j ≤ i.</summary>
    /// <param name="pValues">Each 0 to 1.</param>
    /// <returns>The adjusted values, in the order given.</returns>
    public static IReadOnlyList<double> Adjust(IReadOnlyList<double> pValues)
    {
        ArgumentNullException.ThrowIfNull(pValues);
        var adjusted = new double[pValues.Count];
        var (left, highest) = (pValues.Count, 0.0);
        foreach (var i in Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i]))
        {
            highest = Math.Max(highest, Math.Min(1, left-- * pValues[i]));
            adjusted[i] = highest;
        }

        return adjusted;
    }
}
