namespace Aloe.Evaluation;

/// <summary>Whether the simulated users stayed who they are.</summary>
/// <param name="Average">Mean over cases, 1 to 5; null where no case has a score.</param>
/// <param name="Drifted">Ids of the cases with a score below 3.</param>
/// <param name="Missing">Cases without a score.</param>
public sealed record DriftSummary(double? Average, IReadOnlyList<string> Drifted, int Missing)
{
    private const double Limit = 3;

    /// <summary>Null where no user was checked.</summary>
    internal static DriftSummary? Of(IReadOnlyList<ScoredCase> cases)
    {
        var asked = cases.Where(one => one.Drift is not null).ToArray();
        return asked.Length == 0
            ? null
            : new DriftSummary(
                asked.Average(one => one.Drift!.Score),
                [.. asked.Where(one => one.Drift!.Score < Limit).Select(one => one.Case.Id)],
                asked.Count(one => one.Drift!.Score is null));
    }
}
