namespace Aloe.Evaluation;

/// <summary>Mean score of the cases that share a profile or a personality.</summary>
/// <param name="Id">Which profile or personality.</param>
/// <param name="Cases">Cases with at least one score.</param>
/// <param name="Average">Mean over cases and turns.</param>
public sealed record GroupScore(string Id, int Cases, double Average)
{
    /// <summary>The groups that have a score, worst first.</summary>
    internal static IReadOnlyList<GroupScore> By(IEnumerable<ScoredCase> cases, Func<BenchmarkCase, string> id) =>
    [
        .. cases
            .Where(one => one.Turns.Any(turn => turn.Score is not null))
            .GroupBy(one => id(one.Case), (name, members) => (Name: name, Members: members.ToArray()))
            .Select(group => new GroupScore(group.Name, group.Members.Length, group.Members.SelectMany(one => one.Turns).Select(turn => turn.Score).OfType<TurnScore>().Average(score => score.Overall)))
            .OrderBy(group => group.Average)
            .ThenBy(group => group.Id, StringComparer.Ordinal),
    ];
}
