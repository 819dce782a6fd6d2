using System.Globalization;
using Microsoft.Extensions.AI.Evaluation;

namespace Aloe.Evaluators;

/// <summary>Makes metrics on the judge's scale, 1 to 5.</summary>
internal static class ScoreMetric
{
    /// <summary>A score with its rating; it fails below the passing score, if there is one.</summary>
    public static NumericMetric Of(string name, double score, double? passingScore = null, string? reason = null) => new(name, score, reason)
    {
        Interpretation = score < passingScore
            ? new EvaluationMetricInterpretation(Rating(score), failed: true, $"{name} is below {Text(passingScore.Value)}.")
            : new EvaluationMetricInterpretation(Rating(score)),
    };

    /// <summary>A metric without a value, which fails with an error that says why.</summary>
    public static NumericMetric Missing(string name, string why)
    {
        var metric = new NumericMetric(name) { Interpretation = new EvaluationMetricInterpretation(EvaluationRating.Inconclusive, failed: true, $"{name} has no value.") };
        metric.AddDiagnostics(EvaluationDiagnostic.Error(why));
        return metric;
    }

    /// <summary>Up to three places, the same in every culture.</summary>
    public static string Text(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    private static EvaluationRating Rating(double score) => score switch
    {
        > 4 => EvaluationRating.Exceptional,
        > 3 => EvaluationRating.Good,
        > 2 => EvaluationRating.Average,
        > 1 => EvaluationRating.Poor,
        _ => EvaluationRating.Unacceptable,
    };
}
