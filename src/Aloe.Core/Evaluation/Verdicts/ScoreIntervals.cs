using System.Numerics.Tensors;
using Aloe.Evaluation.Statistics;

namespace Aloe.Evaluation;

/// <summary>The intervals of a verdict.</summary>
internal sealed record ScoreIntervals(IReadOnlyList<Interval> Al, Interval Average, Interval Ir, Interval NIr, Interval? Style, Interval? Content, Interval? Naturalness)
{
    public static ScoreIntervals Of(IReadOnlyList<ScoredCase> cases, VerdictOptions options)
    {
        var turns = cases[0].Turns.Count;
        var totals = ClusterTotals.Of([.. cases.Select(Observe)]);

        // No curve on the scale rises faster than the one that leaps from its lowest to its highest score in the middle.
        double[] leap = [.. Enumerable.Range(0, turns).Select(k => 2 * k < turns ? (double)ScoreScale.Min : ScoreScale.Max)];
        var (steepest, steepestScaled, _) = AlignmentMetrics.Rates(leap);
        Statistic[] statistics =
        [
            .. Enumerable.Range(0, turns + 3).Select(column => Statistic.Mean(column, ScoreScale.Min, ScoreScale.Max)),
            new(means => TensorPrimitives.Sum(means[..turns]) / turns, ScoreScale.Min, ScoreScale.Max) { Columns = ..turns },
            new(means => AlignmentMetrics.Rates(means[..turns]).Ir, -steepest, steepest) { Columns = ..turns },
        ];
        var intervals = ClusteredBootstrap.Intervals(totals, statistics, options.Confidence, options.Resamples, options.Seed);
        var nIr = new Statistic(means => AlignmentMetrics.Rates(means[..turns]).NIr, -steepestScaled, steepestScaled) { Columns = ..turns };
        return new ScoreIntervals(
            [.. intervals.Take(turns)],
            intervals[turns + 3],
            intervals[turns + 4],
            ClusteredJackknife.Intervals(totals, [nIr], options.Confidence)[0],
            OrNone(turns),
            OrNone(turns + 1),
            OrNone(turns + 2));

        Interval? OrNone(int column) => totals.ClustersWith(column..(column + 1)) > 0 ? intervals[column] : null;
    }

    /// <summary>The overall score of each turn, then the means of the three dimensions.</summary>
    private static Observation Observe(ScoredCase scored) => new(scored.Case.ProfileId,
    [
        .. scored.Turns.Select(turn => turn.Score?.Overall),
        scored.Turns.Average(turn => turn.Score?.Style),
        scored.Turns.Average(turn => turn.Score?.Content),
        scored.Turns.Average(turn => turn.Score?.Naturalness),
    ]);
}
