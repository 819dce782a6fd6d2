using Aloe.Evaluation.Statistics;

namespace Aloe.Evaluation;

/// <summary>What can be said of the judges from their scores.</summary>
/// <param name="SelfConsistency">Krippendorff's α (interval) over the rounds of the first judge; null where there was one round, or all scores are the same.</param>
/// <param name="Agreement">Krippendorff's α (interval) over the judges, each with the mean of its rounds; null where there was one judge, or all scores are the same.</param>
/// <param name="LengthCorrelation">Spearman correlation of score and reply length in characters within a case, averaged over cases: near 0 for a judge that does not mind length; null where it is undefined.</param>
/// <param name="Spread">Share of each score, rounded to 1, 2, … 5, among all scores: a judge that gives one score only tells nothing.</param>
public sealed record JudgeQuality(double? SelfConsistency, double? Agreement, double? LengthCorrelation, IReadOnlyList<double> Spread)
{
    internal static JudgeQuality Of(IReadOnlyList<ScoredCase> cases)
    {
        var turns = cases.SelectMany(one => one.Turns).ToArray();
        var first = turns.SelectMany(turn => turn.Judgements).FirstOrDefault()?.Judge;
        return new JudgeQuality(
            KrippendorffAlpha.Of(turns.Select(turn => turn.Judgements.Where(one => one.Judge == first).Select(one => one.Score?.Overall)), MeasurementLevel.Interval),
            KrippendorffAlpha.Of(turns.Select(turn => turn.Judgements.GroupBy(one => one.Judge, (_, rounds) => rounds.Average(one => one.Score?.Overall))), MeasurementLevel.Interval),
            cases.Average(LengthCorrelationOf),
            SpreadOf([.. turns.Select(turn => turn.Score).OfType<TurnScore>()]));
    }

    private static double? LengthCorrelationOf(ScoredCase scored)
    {
        var turns = scored.Turns.Where(turn => turn.Score is not null).ToArray();
        return turns.Length == 0 ? null : Correlation.Spearman([.. turns.Select(turn => turn.Score!.Overall)], [.. turns.Select(turn => (double)turn.Reply.Length)]);
    }

    private static double[] SpreadOf(IReadOnlyList<TurnScore> scores) =>
    [
        .. Enumerable.Range(ScoreScale.Min, ScoreScale.Width + 1)
            .Select(level => scores.Count(score => Math.Round(score.Overall, MidpointRounding.AwayFromZero) == level) / (double)Math.Max(1, scores.Count)),
    ];
}
