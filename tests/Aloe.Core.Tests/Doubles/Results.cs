using Aloe.Evaluation;

namespace Aloe.Core.Tests.Doubles;

/// <summary>Results of a benchmark in which everything occurs that can.</summary>
internal static class Results
{
    private static readonly MissingScore Missing = new(MissingScoreCause.OffScale, "7 of “5” 🙂");

    public static ScoredCase Case { get; } = new(
        new BenchmarkCase("x", Persona.Create("facts", "traits")) { ProfileId = "profile1" },
        [
            new ScoredTurn(1, "Hi “you” <3 🙂", "Hello\nthere", new TurnScore(2.5, 1, 5, null))
            {
                Judgements = [new Judgement("a/b", 1, new TurnScore(2.5, 1, 5, null), null), new Judgement("a/b", 2, null, Missing)],
                Inferred = new InferredPersona(new RevealedPersona(["a fact"], []), new MatchCounts(1, 1, 3, 2), new MatchCounts(0, 0, 2, 0)),
            },
            new ScoredTurn(2, "b", "", null) { Missing = Missing },
        ])
    {
        Drift = new DriftCheck(4.5, null),
        JudgedAs = "y",
    };

    public static AlignmentReport Report { get; } = new(
        "dpo",
        "simulated",
        new EvaluationProtocol("aloe-100 v1", "0123456789abcdef", 2, "1-5", "1-0123456789abcdef", "a/u", "a/b", 2, OpeningStyle.Mixed, EvaluationControl.ShuffledPersonas, -3),
        AlignmentMetrics.Curve([2.5, 2.5]),
        2,
        [Case, Case with { Case = new BenchmarkCase("z", Persona.Create("other", "traits")), Drift = new DriftCheck(null, Missing), JudgedAs = null }])
    {
        Failed = [new FailedCase("f", "judge: no route")],
        Instructions = "Be kind.",
    };
}
