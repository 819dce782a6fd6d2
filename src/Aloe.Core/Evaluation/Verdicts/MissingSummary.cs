namespace Aloe.Evaluation;

/// <summary>What the averages leave out, and how far that could have moved them.</summary>
/// <param name="Scores">Scores that the judge did not give.</param>
/// <param name="ByCause">How many for which cause; causes that did not occur are left out.</param>
/// <param name="FailedCases">Cases that were not played to their end.</param>
/// <param name="LowestAverage">The average if every missing score, and every one of a case that was not played, were 1.</param>
/// <param name="HighestAverage">The average if they all were 5.</param>
public sealed record MissingSummary(int Scores, IReadOnlyDictionary<MissingScoreCause, int> ByCause, int FailedCases, double LowestAverage, double HighestAverage)
{
    internal static MissingSummary Of(IReadOnlyList<ScoredCase> cases, int failedCases)
    {
        var turns = cases.SelectMany(one => one.Turns).ToArray();
        var missing = turns.Where(turn => turn.Score is null).ToArray();
        var byCause = missing.Select(turn => turn.Missing?.Cause).OfType<MissingScoreCause>().CountBy(cause => cause).OrderBy(cause => cause.Key);

        // All cases have as many turns, so that the mean over turns of the means over cases is the mean over all.
        double all = turns.Length + (failedCases * turns.Length / cases.Count), given = turns.Sum(turn => turn.Score?.Overall ?? 0), unknown = all - turns.Length + missing.Length;
        return new MissingSummary(
            missing.Length,
            new Dictionary<MissingScoreCause, int>(byCause),
            failedCases,
            (given + (unknown * ScoreScale.Min)) / all,
            (given + (unknown * ScoreScale.Max)) / all);
    }
}
