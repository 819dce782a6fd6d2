using Aloe.Evaluation;
using FsCheck;
using FsCheck.Fluent;

namespace Aloe.Core.Tests.Evaluation.Verdicts;

/// <summary>Benchmark runs made from scores.</summary>
internal static class Runs
{
    public static EvaluationProtocol Protocol { get; } = new("aloe-100 v1", "0123456789abcdef", 2, "1-5", "p1", "openai/user", "openai/a", 1, OpeningStyle.Free, EvaluationControl.None, 7);

    public static AlignmentReport Of(string model, params ScoredCase[] cases)
        => new(model, "user: openai/user, judge: openai/a", Protocol with { Turns = cases[0].Turns.Count }, new AlignmentCurve([], 0, 0, 0, null), AlignmentMetrics.CountMissing(cases), cases);

    public static ScoredCase Case(string id, string profile, params double?[] scores) => new(
        new BenchmarkCase(id, Persona.Create("profile", "personality")) { ProfileId = profile, PersonalityId = $"p-{id}" },
        [.. scores.Select((score, i) => Turn(i + 1, score))]);

    public static ScoredTurn Turn(int number, double? score) => new(number, "hello", "hi", score is { } overall ? new TurnScore(overall, null, null, null) : null)
    {
        Missing = score is null ? new MissingScore(MissingScoreCause.Empty, "") : null,
    };

    /// <summary>Two runs over the same cases: 1 to 12 of them in 1 to 4 profiles, 1 to 4 turns, some scores missing, but none in the first case.</summary>
    public static Arbitrary<(AlignmentReport First, AlignmentReport Second)> Pairs() => (
        from cases in Gen.Choose(1, 12)
        from turns in Gen.Choose(1, 4)
        from profiles in Gen.Choose(1, 4)
        from first in Scores(cases, turns)
        from second in Scores(cases, turns)
        select (Run("first", profiles, first), Run("second", profiles, second))).ToArbitrary();

    /// <summary>The report with other scores.</summary>
    public static AlignmentReport Select(this AlignmentReport report, Func<double, double> score) => report with
    {
        Cases = [.. report.Cases.Select(one => one with { Turns = [.. one.Turns.Select(turn => turn with { Score = turn.Score is { } given ? given with { Overall = score(given.Overall) } : null })] })],
    };

    private static Gen<double?[][]> Scores(int cases, int turns)
        => Gen.Choose(0, 5).Select(score => score == 0 ? (double?)null : score).ArrayOf(turns).ArrayOf(cases);

    private static AlignmentReport Run(string model, int profiles, double?[][] scores)
        => Of(model, [.. scores.Select((turns, i) => Case($"case{i:D2}", $"profile{i % profiles}", i == 0 ? [.. turns.Select(score => score ?? 3)] : turns))]);
}
