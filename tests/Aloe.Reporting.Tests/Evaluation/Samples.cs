using Aloe.Evaluation;
using Aloe.Randomness;

namespace Aloe.Reporting.Tests.Evaluation;

/// <summary>Made-up runs and what they say. Intervals and p-values are made up too: reports show them, they do not compute them.</summary>
internal static class Samples
{
    public static readonly EvaluationProtocol Protocol = new(
        "aloe-100 v1", "0123456789abcdef", 10, "1-5", "1-fedcba9876543210", "openai/gpt-5", "openai/gpt-5-judge", 1, OpeningStyle.Free, EvaluationControl.None, 7);

    private static readonly string[] Talk =
    [
        "I repotted the lemon tree today and the whole kitchen smells of soil.", "The night shift was long again; I walked home along the river instead of taking the bus.",
        "My sister wants me to sing at her wedding and I am still looking for a good excuse.", "I tried the bread recipe with less salt. Worse, honestly.",
        "There is a chess evening on Thursday. I might go if it does not rain.",
    ];

    private static readonly string[] Answers =
    [
        "That sounds like a good afternoon. Does it get enough light by the window, or do you move it outside in summer?", "A walk after a shift like that clears the head. Which part of the river do you like best?",
        "You could offer to read something instead. It is personal, and nobody asks for an encore.", "Salt does more than taste: it slows the yeast. Go back to two per cent and change one thing at a time.",
        "Rain is a fine reason to play chess indoors. Bring the opening that you were practising.",
    ];

    public static AlignmentReport Run(string model, double level, int profiles = 4, int perProfile = 5, int turns = 10, string participants = "openai/gpt-5")
    {
        var cases = Enumerable.Range(0, profiles * perProfile).Select(i => Case(model, level, i / perProfile, i % perProfile, turns)).ToList();
        return new AlignmentReport(model, participants, Protocol with { Turns = turns }, AlignmentMetrics.Curve(cases), AlignmentMetrics.CountMissing(cases), cases);
    }

    public static ModelVerdict Verdict(AlignmentReport report)
    {
        var al = report.Curve.Al.Select(level => new Interval(level, level - 0.15, level + 0.12)).ToList();
        GroupScore[] Groups(Func<ScoredCase, string> key)
            => [.. report.Cases.GroupBy(key).Select(group => new GroupScore(group.Key, group.Count(), group.SelectMany(one => one.Turns).Average(turn => turn.Score?.Overall) ?? 0)).OrderBy(group => group.Average)];
        Interval? Mean(Func<TurnScore, double?> value)
            => report.Cases.SelectMany(one => one.Turns).Average(turn => turn.Score is { } score ? value(score) : null) is { } mean ? new Interval(mean, mean - 0.1, mean + 0.1) : null;
        var missing = report.Cases.SelectMany(one => one.Turns).Select(turn => turn.Missing).OfType<MissingScore>().CountBy(one => one.Cause).ToDictionary();
        var curve = report.Curve;
        return new ModelVerdict(
            report.Model, report.Participants, report.Protocol, report.Cases.Count, report.Cases.DistinctBy(one => one.Case.ProfileId).Count(), 0.95,
            al, new Interval(curve.Average, curve.Average - 0.14, curve.Average + 0.13), new Interval(curve.Ir, curve.Ir - 0.02, curve.Ir + 0.02), new Interval(curve.NIr, curve.NIr - 0.05, curve.NIr + 0.04), curve.NR2,
            Mean(score => score.Style), Mean(score => score.Content), Mean(score => score.Naturalness),
            Groups(one => one.Case.ProfileId), Groups(one => one.Case.PersonalityId),
            new MissingSummary(report.Missing, missing, report.Failed.Count, curve.Average - 0.05, curve.Average + 0.03),
            new JudgeQuality(null, null, 0.12, [0.04, 0.16, 0.35, 0.33, 0.12]), Drift: null, Inference: []);
    }

    /// <summary>A run with everything that was asked for besides, and its verdict.</summary>
    public static (AlignmentReport Report, ModelVerdict Verdict) Full()
    {
        var run = Run("dpo-7b", 3.1, participants: Participants.Simulated);
        var report = run with
        {
            Cases = [.. run.Cases.Select((one, i) => one with { Drift = new DriftCheck(i == 2 ? 2 : 4.5, null), Turns = [.. one.Turns.Select(turn => Probed(turn, i))] })],
            Failed = [new FailedCase("profile5-personality1", "The provider answered 503 three times."), new FailedCase("profile5-personality2", "Cut off | after turn 3.")],
            Instructions = "You are a friendly companion. Keep replies short.",
        };
        var verdict = Verdict(report) with
        {
            Judge = new JudgeQuality(0.84, 0.71, 0.38, [0.04, 0.16, 0.35, 0.33, 0.12]),
            Drift = new DriftSummary(4.38, [report.Cases[2].Case.Id], 0),
            Inference = [.. Enumerable.Range(1, 10).Select(turn => new InferenceAccuracy(turn, 0.06 * turn, turn == 1 ? null : 0.9 - (0.01 * turn), 0.05 * turn, 0.7 + (0.01 * turn), report.Cases.Count))],
        };
        return (report, verdict);
    }

    /// <summary>Runs of several models with their verdicts and the comparison of each later one with each earlier.</summary>
    public static (IReadOnlyList<AlignmentReport> Reports, IReadOnlyList<ModelVerdict> Verdicts, IReadOnlyList<ModelComparison> Comparisons) Several(params string[] models)
    {
        var reports = models.Select((model, i) => Run(model, 2.7 + (0.35 * i))).ToList();
        var pairs = from second in Enumerable.Range(1, models.Length - 1) from first in Enumerable.Range(0, second) select Compare(reports[first], reports[second]);
        return (reports, [.. reports.Select(Verdict)], [.. pairs]);
    }

    public static ModelComparison Compare(AlignmentReport first, AlignmentReport second)
    {
        static double Mean(ScoredCase one) => one.Turns.Average(turn => turn.Score?.Overall) ?? 0;
        var differences = first.Cases.Zip(second.Cases, (a, b) => new CaseDifference(a.Case.Id, Mean(a), Mean(b))).ToList();
        var mean = differences.Average(one => one.Difference);
        var al = first.Curve.Al.Zip(second.Curve.Al, (a, b) => new Interval(b - a, b - a - 0.25, b - a + 0.25)).ToList();
        return new ModelComparison(
            first.Model, second.Model, differences.Count, 4, new Interval(mean, mean - 0.2, mean + 0.2), al, 0.0001, 0.0123, 0.8,
            differences.Count(one => one.Difference > 0), differences.Count(one => one.Difference == 0), differences.Count(one => one.Difference < 0), 41, 0.22, [.. differences.OrderByDescending(one => Math.Abs(one.Difference)).Take(3)]);
    }

    private static ScoredCase Case(string model, double level, int profile, int personality, int turns)
    {
        var id = $"profile{profile + 1}-personality{personality + 1}";
        var random = SeededRandom.For(1, model, id);
        var persona = Persona.Create(
            $"She is a nurse in her {3 + profile}0s. She grows lemons on her balcony. She has a sister who lives abroad. She plays chess, badly.",
            "She is dry and warm at once. She dislikes exclamation marks. She likes to be asked back.");
        double Score(double centre) => Math.Clamp(Math.Round(centre + (2 * random.NextDouble()) - 1), 1, 5);
        return new ScoredCase(
            new BenchmarkCase(id, persona) { ProfileId = $"profile{profile + 1}", PersonalityId = $"personality{personality + 1}" },
            [.. Enumerable.Range(1, turns).Select(turn =>
            {
                var centre = level + (0.08 * turn) + (0.15 * (profile - 1.5));
                var isMissing = random.NextDouble() < 0.02 && turn > 1;
                return new ScoredTurn(turn, Talk[(profile + turn) % Talk.Length], Answers[(profile + personality + turn) % Answers.Length], isMissing ? null : new TurnScore(Score(centre), Score(centre), Score(centre - 0.3), Score(centre + 0.3)))
                {
                    Missing = isMissing ? new MissingScore(turn % 2 == 0 ? MissingScoreCause.Refusal : MissingScoreCause.Unreadable, "I would rather not put a number on that.") : null,
                };
            })]);
    }

    private static ScoredTurn Probed(ScoredTurn turn, int number) => turn with
    {
        Judgements = number > 0 ? [] : [new Judgement("gpt-5", 1, turn.Score, turn.Missing), new Judgement("gpt-5", 2, turn.Score, turn.Missing), new Judgement("llama", 1, new TurnScore(3, null, null, null), null)],
        Inferred = new InferredPersona(new RevealedPersona(["Grows lemons.", "Works at night."], ["Is dry."]), new MatchCounts(2, 1, 4, 1), new MatchCounts(1, 1, 3, 1)),
    };
}
