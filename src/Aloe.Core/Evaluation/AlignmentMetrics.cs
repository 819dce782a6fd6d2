using System.Numerics.Tensors;
using Aloe.Evaluation.Statistics;

namespace Aloe.Evaluation;

/// <summary>The measures of the benchmark: AL(k), average, IR, N-IR and N-R² (paper, section 4.2).</summary>
/// <remarks>Pure functions; thread-safe.</remarks>
public static class AlignmentMetrics
{
    /// <summary>Differences below this share of the largest value are rounding, not improvement.</summary>
    private const double Flat = 1e-12;

    /// <summary>Summarises a curve.</summary>
    /// <param name="al">AL(k), k = 1..K, on any scale. At least one value; all finite. A single value is a flat curve.</param>
    /// <exception cref="ArgumentException">There is no value, or one is not finite.</exception>
    public static AlignmentCurve Curve(IReadOnlyList<double> al)
    {
        ArgumentNullException.ThrowIfNull(al);
        if (al.Count == 0)
        {
            throw new ArgumentException("A curve needs at least one turn.", nameof(al));
        }

        for (var k = 0; k < al.Count; k++)
        {
            if (!double.IsFinite(al[k]))
            {
                throw new ArgumentException($"AL({k + 1}) is {al[k]}; it must be a finite number.", nameof(al));
            }
        }

        double[] values = [.. al];
        var (ir, nIr, nR2) = Rates(values);
        return new AlignmentCurve(values, values.Average(), ir, nIr, nR2);
    }

    /// <summary>Averages the overall scores of every turn over all cases and summarises the curve. Missing scores are left out.</summary>
    /// <param name="cases">At least one; all with the same number of turns.</param>
    /// <exception cref="ArgumentException">There is no case or no turn, or the cases differ in their number of turns.</exception>
    /// <exception cref="NoScoreException">At some turn, no case has a score.</exception>
    public static AlignmentCurve Curve(IReadOnlyList<ScoredCase> cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        if (cases.Count == 0)
        {
            throw new ArgumentException("A curve needs at least one case.", nameof(cases));
        }

        var turns = cases[0].Turns.Count;
        if (cases.FirstOrDefault(scored => scored.Turns.Count != turns) is { } odd)
        {
            throw new ArgumentException($"Case {odd.Case.Id} has {odd.Turns.Count} turns, case {cases[0].Case.Id} has {turns}; a curve needs as many of each.", nameof(cases));
        }

        var al = new double[turns];
        for (var k = 0; k < turns; k++)
        {
            var scores = cases.Select(scored => scored.Turns[k].Score).OfType<TurnScore>().Select(score => score.Overall).ToArray();
            al[k] = scores.Length > 0 ? scores.Average() : throw new NoScoreException(k + 1, cases);
        }

        return Curve(al);
    }

    /// <summary>Number of turns, over all cases, that have no score.</summary>
    /// <param name="cases">Any cases.</param>
    public static int CountMissing(IReadOnlyList<ScoredCase> cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        return cases.Sum(scored => scored.Turns.Count(turn => turn.Score is null));
    }

    /// <summary>IR, N-IR and N-R² of a curve.</summary>
    internal static (double Ir, double NIr, double? NR2) Rates(ReadOnlySpan<double> al)
    {
        var (min, max) = (TensorPrimitives.Min(al), TensorPrimitives.Max(al));
        if (max - min <= Flat * Math.Max(Math.Abs(min), Math.Abs(max)))
        {
            return (0, 0, null);
        }

        // Scaling to 0..1 is linear: it divides the slope by the range and leaves R² as it is.
        var fit = LinearFit.Of(al);
        return (fit.Slope, fit.Slope / (max - min), fit.R2);
    }
}
