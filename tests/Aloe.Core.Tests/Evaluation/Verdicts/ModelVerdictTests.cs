using Aloe.Evaluation;

namespace Aloe.Core.Tests.Evaluation.Verdicts;

public sealed class ModelVerdictTests
{
    // a: 2 3, b: 4 5, c: – 4 in the profiles x, x, y. AL = 3, 4; average 3.5; IR 1.
    private static readonly AlignmentReport Report = Runs.Of("m", Runs.Case("b", "x", 4, 5), Runs.Case("a", "x", 2, 3), Runs.Case("c", "y", null, 4));

    [Fact]
    public void Figures_by_hand()
    {
        var verdict = ModelVerdict.Of(Report);
        Assert.Equal([3.0, 4], verdict.Al.Select(al => al.Value));
        Assert.Equal((3.5, 1.0, 1.0, 1.0), (verdict.Average.Value, verdict.Ir.Value, verdict.NIr.Value, verdict.NR2!.Value));
        Assert.Equal(("m", Report.Participants, Report.Protocol, 3, 2, 0.95), (verdict.Model, verdict.Participants, verdict.Protocol, verdict.Cases, verdict.Profiles, verdict.Confidence));
        Assert.Equal([new GroupScore("x", 2, 3.5), new GroupScore("y", 1, 4)], verdict.ByProfile);
        Assert.Equal([new GroupScore("p-a", 1, 2.5), new GroupScore("p-c", 1, 4), new GroupScore("p-b", 1, 4.5)], verdict.ByPersonality);
        Assert.Null(verdict.Style);
        Assert.Null(verdict.Drift);
        Assert.Empty(verdict.Inference);
    }

    // Turn 1 is scored in one profile only: nothing is known of others. N-IR lies between −1 and 1 for two turns.
    [Fact]
    public void A_turn_of_a_single_profile_has_the_whole_scale()
    {
        var verdict = ModelVerdict.Of(Report);
        Assert.Equal(new Interval(3, 1, 5), verdict.Al[0]);
        Assert.Equal(new Interval(1, -4, 4), verdict.Ir);
        Assert.Equal(new Interval(1, -1, 1), verdict.NIr);
        Assert.Equal(new Interval(4, 4, 4), verdict.Al[1]);
    }

    // Six slots, 18 points; the missing one is 1 or 5. With a failed case of two turns, there are eight.
    [Fact]
    public void Missing_scores_bound_the_average()
    {
        var missing = ModelVerdict.Of(Report).Missing;
        Assert.Equal((1, 0, 19 / 6.0, 23 / 6.0), (missing.Scores, missing.FailedCases, missing.LowestAverage, missing.HighestAverage));
        Assert.Equal([KeyValuePair.Create(MissingScoreCause.Empty, 1)], missing.ByCause);
        var failed = ModelVerdict.Of(Report with { Failed = [new FailedCase("d", "no answer")] }).Missing;
        Assert.Equal((1, 1, 21 / 8.0, 33 / 8.0), (failed.Scores, failed.FailedCases, failed.LowestAverage, failed.HighestAverage));
    }

    [Fact]
    public void Dimensions_are_means_of_the_cases_that_have_them()
    {
        var turn = Runs.Turn(1, 4);
        ScoredCase[] cases =
        [
            Runs.Case("a", "x", 4) with { Turns = [turn with { Score = new TurnScore(4, 2, null, 5) }] },
            Runs.Case("b", "y", 4) with { Turns = [turn with { Score = new TurnScore(4, 3, null, null) }] },
        ];
        var verdict = ModelVerdict.Of(Runs.Of("m", cases));
        Assert.Equal(2.5, verdict.Style!.Value);
        Assert.Null(verdict.Content);
        Assert.Equal(new Interval(5, 1, 5), verdict.Naturalness);
    }

    [Fact]
    public void Drift_counts_low_and_missing_checks()
    {
        DriftCheck Score(double score) => new(score, null);
        var none = new DriftCheck(null, new MissingScore(MissingScoreCause.Refusal, "no"));
        ScoredCase[] cases =
        [
            Runs.Case("c", "x", 4) with { Drift = Score(2.5) }, Runs.Case("a", "x", 4) with { Drift = Score(2) }, Runs.Case("b", "x", 4) with { Drift = Score(3) },
            Runs.Case("d", "x", 4) with { Drift = none }, Runs.Case("e", "x", 4),
        ];
        var drift = ModelVerdict.Of(Runs.Of("m", cases)).Drift!;
        Assert.Equal((2.5, 1), (drift.Average!.Value, drift.Missing));
        Assert.Equal(["a", "c"], drift.Drifted);
        Assert.Equal((null, 1), (ModelVerdict.Of(Runs.Of("m", cases[3])).Drift!.Average, ModelVerdict.Of(Runs.Of("m", cases[3])).Drift!.Missing));
    }

    [Fact]
    public void Inference_is_the_mean_over_the_cases_read_at_a_turn()
    {
        static InferredPersona Read(int claims, int supported, int found) => new(new RevealedPersona([], []), new MatchCounts(claims, supported, 4, found), new MatchCounts(0, 0, 0, 0));
        static ScoredCase Case(string id, params InferredPersona?[] read) => Runs.Case(id, id, 3, 3) with { Turns = [.. read.Select((one, i) => Runs.Turn(i + 1, 3) with { Inferred = one })] };
        var inference = ModelVerdict.Of(Runs.Of("m", Case("a", null, Read(4, 2, 1)), Case("b", null, Read(0, 0, 0)), Case("c", null, Read(2, 2, 2)))).Inference;
        Assert.Equal([new InferenceAccuracy(2, 0.25, 0.75, 0, null, 3)], inference);
    }

    // Rounds 1 1 | 1 3 as in KrippendorffAlphaTests: α = 0. Judges: means 1, 2 against 1, 2: α = 1.
    [Fact]
    public void Judges_are_held_against_themselves_and_each_other()
    {
        static Judgement Says(string judge, int round, double? score) => new(judge, round, score is { } overall ? new TurnScore(overall, null, null, null) : null, null);
        ScoredTurn[] turns =
        [
            Runs.Turn(1, 1) with { Judgements = [Says("a", 1, 1), Says("a", 2, 1), Says("b", 1, 1)], Reply = "12345" },
            Runs.Turn(2, 2) with { Judgements = [Says("a", 1, 1), Says("a", 2, 3), Says("b", 1, 2)], Reply = "123" },
            Runs.Turn(3, 4.5) with { Judgements = [Says("a", 1, 4.5), Says("a", 2, null)], Reply = "1" },
        ];
        var judge = ModelVerdict.Of(Runs.Of("m", Runs.Case("a", "x", 1) with { Turns = turns })).Judge;
        Assert.Equal(0, judge.SelfConsistency!.Value, 1e-12);
        Assert.Equal(1, judge.Agreement!.Value, 1e-12);
        Assert.Equal(-1, judge.LengthCorrelation!.Value, 1e-12);
        Assert.Equal([1 / 3.0, 1 / 3.0, 0, 0, 1 / 3.0], judge.Spread);
    }

    [Fact]
    public void One_judgement_a_reply_tells_nothing_of_the_judge()
    {
        var judge = ModelVerdict.Of(Report).Judge;
        Assert.Equal((null, null, null), (judge.SelfConsistency, judge.Agreement, judge.LengthCorrelation));
        Assert.Equal([0, 0.2, 0.2, 0.4, 0.2], judge.Spread);
    }

    [Fact]
    public void Nothing_to_average_is_an_error()
    {
        Assert.Throws<NoScoreException>(() => ModelVerdict.Of(Runs.Of("m", Runs.Case("a", "x", 3, null))));
        Assert.Throws<ArgumentException>(() => ModelVerdict.Of(Report with { Cases = [] }));
    }
}
