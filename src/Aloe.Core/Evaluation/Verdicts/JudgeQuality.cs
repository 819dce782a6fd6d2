namespace Aloe.Evaluation;

/// <summary>What can be said of the judges from their scores.</summary>
/// <param name="SelfConsistency">Krippendorff's α (interval) over the rounds of the first judge; null where there was one round.</param>
/// <param name="Agreement">Krippendorff's α (interval) over the judges, each with the mean of its rounds; null where there was one judge.</param>
/// <param name="LengthCorrelation">Spearman correlation of score and reply length in characters within a case, averaged over cases: near 0 for a judge that does not mind length; null where it is undefined.</param>
/// <param name="Spread">Share of each score, rounded to 1, 2, … 5, among all scores: a judge that gives one score only tells nothing.</param>
public sealed record JudgeQuality(double? SelfConsistency, double? Agreement, double? LengthCorrelation, IReadOnlyList<double> Spread);
