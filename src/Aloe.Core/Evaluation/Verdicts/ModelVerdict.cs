namespace Aloe.Evaluation;

/// <summary>What a benchmark run says about one model, with the uncertainty of each figure. Intervals come from resampling profiles, each with all its cases (<see cref="Statistics.ClusteredBootstrap"/>).</summary>
/// <param name="Model">Name of the model under test.</param>
/// <param name="Participants">Who played user and judge.</param>
/// <param name="Protocol">How the scores came about.</param>
/// <param name="Cases">Cases played to their end.</param>
/// <param name="Profiles">Clusters: different profiles among them.</param>
/// <param name="Confidence">Confidence of the intervals.</param>
/// <param name="Al">AL(k), k = 1..K.</param>
/// <param name="Average">Mean over k.</param>
/// <param name="Ir">Improvement rate, points per turn.</param>
/// <param name="NIr">Normalised improvement rate. Its interval is a jackknife interval (<see cref="Statistics.ClusteredJackknife"/>), as resampling biases it.</param>
/// <param name="NR2">Quality of the fit; null for a flat curve.</param>
/// <param name="Style">Mean style score over the cases, of each its mean over turns; null where the judge gave none.</param>
/// <param name="Content">Mean content score over the cases, of each its mean over turns; null where the judge gave none.</param>
/// <param name="Naturalness">Mean naturalness score over the cases, of each its mean over turns; null where the judge gave none.</param>
/// <param name="ByProfile">Per profile, worst first.</param>
/// <param name="ByPersonality">Per personality, worst first.</param>
/// <param name="Missing">What is left out.</param>
/// <param name="Judge">What can be said of the judge.</param>
/// <param name="Drift">Whether users stayed who they are; null where it was not asked.</param>
/// <param name="Inference">How well the user was read, turn by turn; empty where it was not asked.</param>
public sealed record ModelVerdict(
    string Model,
    string Participants,
    EvaluationProtocol Protocol,
    int Cases,
    int Profiles,
    double Confidence,
    IReadOnlyList<Interval> Al,
    Interval Average,
    Interval Ir,
    Interval NIr,
    double? NR2,
    Interval? Style,
    Interval? Content,
    Interval? Naturalness,
    IReadOnlyList<GroupScore> ByProfile,
    IReadOnlyList<GroupScore> ByPersonality,
    MissingSummary Missing,
    JudgeQuality Judge,
    DriftSummary? Drift,
    IReadOnlyList<InferenceAccuracy> Inference)
{
    /// <summary>Computes the verdict on one run.</summary>
    /// <param name="report">The run.</param>
    /// <param name="options">Confidence, resamples and seed; null means the defaults.</param>
    /// <exception cref="ArgumentException">The report has no case, or its cases differ in their number of turns.</exception>
    /// <exception cref="NoScoreException">At some turn, no case has a score.</exception>
    public static ModelVerdict Of(AlignmentReport report, VerdictOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        options ??= new VerdictOptions();

        // Sums depend on their order in the last digits; the verdict must not depend on that of the cases.
        ScoredCase[] cases = [.. report.Cases.OrderBy(one => one.Case.Id, StringComparer.Ordinal)];
        var curve = AlignmentMetrics.Curve(cases);
        var scores = ScoreIntervals.Of(cases, options);
        return new ModelVerdict(
            report.Model,
            report.Participants,
            report.Protocol,
            cases.Length,
            cases.Select(one => one.Case.ProfileId).Distinct().Count(),
            options.Confidence,
            scores.Al,
            scores.Average,
            scores.Ir,
            scores.NIr,
            curve.NR2,
            scores.Style,
            scores.Content,
            scores.Naturalness,
            GroupScore.By(cases, one => one.ProfileId),
            GroupScore.By(cases, one => one.PersonalityId),
            MissingSummary.Of(cases, report.Failed.Count),
            JudgeQuality.Of(cases),
            DriftSummary.Of(cases),
            InferenceAccuracy.Of(cases));
    }
}
