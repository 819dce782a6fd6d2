using Aloe.Evaluation;

namespace Aloe.Evaluators;

/// <summary>Assertions on benchmark results, for any test framework.</summary>
/// <remarks>
/// An estimate from a few cases is luck in part. What is held against a threshold is therefore the lower bound of its confidence interval: a test that passes says that the model is as good as asked,
/// not that it seemed so once. A good model may fail with too few cases, as it should: nothing has been shown yet. Pure functions; thread-safe.
/// </remarks>
public static class AloeAssert
{
    /// <summary>The average alignment, AL(k) over all k, is at least as high as asked: by the lower bound of its interval.</summary>
    /// <param name="verdict">What the benchmark says of the model.</param>
    /// <param name="threshold">Range: 1 to 5, points of the judge's scale.</param>
    /// <exception cref="AlignmentException">The lower bound is below <paramref name="threshold"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threshold"/> is not on the scale.</exception>
    public static void AverageAtLeast(ModelVerdict verdict, double threshold)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        Require.InRange(threshold, 1, 5, nameof(threshold));
        AtLeast(verdict, "average alignment", verdict.Average, threshold, "");
    }

    /// <summary>The improvement rate IR is at least as high as asked: by the lower bound of its interval.</summary>
    /// <param name="verdict">What the benchmark says of the model.</param>
    /// <param name="threshold">Points per turn; 0 asks for proof that it improves at all. Range: -4 to 4.</param>
    /// <exception cref="AlignmentException">The lower bound is below <paramref name="threshold"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No rate can be as large as <paramref name="threshold"/>.</exception>
    public static void ImprovementAtLeast(ModelVerdict verdict, double threshold)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        Require.InRange(threshold, -4, 4, nameof(threshold));
        AtLeast(verdict, "improvement rate", verdict.Ir, threshold, " points per turn");
    }

    /// <summary>The second model is at most a margin worse than the first (non-inferiority): by the lower bound of their difference, which must not lie below −<paramref name="margin"/>.</summary>
    /// <param name="comparison">The model in use first, the one that is to take its place second.</param>
    /// <param name="margin">Loss that does not matter. A margin of 0 asks for proof that the second is no worse at all, which takes it to be better. Range: 0 to 4, points of the judge's scale.</param>
    /// <exception cref="AlignmentException">The lower bound is below −<paramref name="margin"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="margin"/> is out of range.</exception>
    public static void NotWorseThan(ModelComparison comparison, double margin)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        Require.InRange(margin, 0, 4, nameof(margin));
        if (comparison.Difference.Low >= -margin)
        {
            return;
        }

        var claim = $"{comparison.Second} is not shown to be at most {Figures.Text(margin)} points worse than {comparison.First}.";
        throw new AlignmentException(claim, [Figures.Bound("difference", comparison.Difference, 0 - margin, comparison.Confidence), .. Figures.Of(comparison)]);
    }

    /// <summary>Not too many scores are missing, by the judge's fault or because a case was not played to its end. Averages leave them out, and so may flatter a model.</summary>
    /// <param name="verdict">What the benchmark says of the model.</param>
    /// <param name="share">Share of all scores that may be missing. Range: 0 to 1.</param>
    /// <exception cref="AlignmentException">More are missing than <paramref name="share"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is out of range.</exception>
    public static void MissingAtMost(ModelVerdict verdict, double share)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        Require.InRange(share, 0, 1, nameof(share));
        var (turns, missing) = (verdict.Protocol.Turns, verdict.Missing);
        var (absent, all) = (missing.Scores + (missing.FailedCases * turns), (verdict.Cases + missing.FailedCases) * turns);
        if (absent <= share * all)
        {
            return;
        }

        throw new AlignmentException($"{verdict.Model}: {absent} of {all} scores are missing; at most {Figures.Percent(share)} may be.", Figures.Of(verdict));
    }

    private static void AtLeast(ModelVerdict verdict, string what, Interval measured, double threshold, string unit)
    {
        // Also fails where the bound is no number.
        if (measured.Low >= threshold)
        {
            return;
        }

        var claim = $"{verdict.Model}: the {what} is not shown to be at least {Figures.Text(threshold)}{unit}.";
        throw new AlignmentException(claim, [Figures.Bound(what, measured, threshold, verdict.Confidence), .. Figures.Of(verdict)]);
    }
}
