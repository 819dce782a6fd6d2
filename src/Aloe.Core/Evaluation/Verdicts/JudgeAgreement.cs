using Aloe.Evaluation.Statistics;

namespace Aloe.Evaluation;

/// <summary>How far a judge agrees with people about the same replies. Where several people scored a reply, their mean counts.</summary>
/// <param name="Replies">Replies that both scored.</param>
/// <param name="Alpha">Krippendorff's α (interval); null where all scores are the same.</param>
/// <param name="Spearman">Rank correlation; null where the judge or the people gave one score only.</param>
/// <param name="MeanAbsoluteDifference">Mean distance of the scores, in points.</param>
/// <param name="Bias">Mean of judge minus people, in points: above 0, the judge is the milder one.</param>
public sealed record JudgeAgreement(int Replies, double? Alpha, double? Spearman, double MeanAbsoluteDifference, double Bias)
{
    /// <summary>Compares the scores of a report with those of people.</summary>
    /// <param name="report">The run that the people looked at.</param>
    /// <param name="humans">Their scores (<see cref="HumanScoreFormat"/>). Replies that the judge did not score are left out.</param>
    /// <exception cref="ArgumentException">A score names a case or turn that the report does not have, or no reply has both scores.</exception>
    public static JudgeAgreement With(AlignmentReport report, IReadOnlyCollection<HumanScore> humans)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(humans);
        var turns = report.Cases.SelectMany(one => one.Turns.Select(turn => (Key: (one.Case.Id, turn.Number), turn.Score))).ToDictionary(turn => turn.Key, turn => turn.Score);
        var pairs = humans
            .GroupBy(human => (human.Case, human.Turn), (key, scores) => (Key: key, Human: scores.Average(human => human.Score)))
            .OrderBy(reply => reply.Key.Case, StringComparer.Ordinal).ThenBy(reply => reply.Key.Turn)
            .Select(reply => turns.TryGetValue(reply.Key, out var score)
                ? (Judge: score?.Overall, reply.Human)
                : throw new ArgumentException($"The run of {report.Model} has no turn {reply.Key.Turn} of a case {reply.Key.Case}.", nameof(humans)))
            .Where(reply => reply.Judge is not null)
            .ToArray();
        if (pairs.Length == 0)
        {
            throw new ArgumentException("There is no reply that both the judge and a person scored.", nameof(humans));
        }

        double[] judge = [.. pairs.Select(pair => pair.Judge!.Value)], human = [.. pairs.Select(pair => pair.Human)];
        var differences = judge.Zip(human, (one, other) => one - other).ToArray();
        return new JudgeAgreement(
            pairs.Length,
            KrippendorffAlpha.Of(judge.Zip(human, (one, other) => new double?[] { one, other }), MeasurementLevel.Interval),
            Correlation.Spearman(judge, human),
            differences.Average(Math.Abs),
            differences.Average());
    }
}
