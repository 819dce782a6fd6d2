using Aloe.Core.Tests.Doubles;
using Aloe.Evaluation;
using Aloe.Planning;
using Aloe.Prompts;
using Microsoft.Extensions.AI;

namespace Aloe.Core.Tests.Planning;

public sealed class EvaluationPlanTests
{
    /// <summary>The plan against a run in which nobody has to be asked again.</summary>
    [Theory]
    [MemberData(nameof(Options))]
    public async Task As_many_calls_are_planned_as_are_made(PersonaProbe probe, bool drift, int rounds, bool further, OpeningStyle opening, EvaluationControl control)
    {
        ScriptedChatClient Readable() => new(call => ScriptedBenchmark.KindOf(call) == "SCORE" ? "3" : ScriptedBenchmark.Answer(call));
        var script = new ScriptedBenchmark { Judge = Readable(), SecondJudge = Readable() };
        var options = new EvaluationOptions { Turns = 3, PersonaProbe = probe, CheckDrift = drift, JudgeRounds = rounds, Opening = opening, Control = control };
        IReadOnlyList<IChatClient> judges = further ? script.FurtherJudges : [];
        await new AloeEvaluator(script.Roles, ScriptedBenchmark.Prompts, judges).EvaluateAsync(script.Assistant, ScriptedBenchmark.Benchmark(), options);

        var planned = EvaluationPlan.Of(script.Assistant, ScriptedBenchmark.Benchmark(), options, judges.Count).Calls();
        (string, long)[] made = [("user", script.User.Calls.Count), ("assistant", script.Model.Calls.Count), ("judge", script.Judge.Calls.Count), ("judge-2", script.SecondJudge.Calls.Count), ("inducer", script.Inducer.Calls.Count)];
        Assert.Equal(made.Where(role => role.Item2 > 0), planned.Select(role => (role.Role, role.Calls)));
    }

    [Fact]
    public void Calls_and_tokens_of_three_turns_are_counted_by_hand()
    {
        // A byte a token. On average one turn is behind: 1 message of 100 and 1 reply of 200; in transcripts 7 and 12 characters around them.
        var lengths = new TextLengths { BytesPerToken = 1, Profile = 10, Personality = 20, UserMessage = 100, Reply = 200, Revealed = 30, RevealedPassages = 2, Verdict = 5, Scores = 50 };
        var prompts = new PromptSet
        {
            User = "u{profile}{personality}",
            StoryOpening = "go",
            JudgeScore = "jj{profile}{personality}{conversation}{reply}",
            JudgeDrift = "d{profile}{personality}{conversation}",
            PersonaInference = "iii{known}{conversation}",
            PersonaMatch = "mmmm{facts}{claimed_facts}{traits}{claimed_traits}",
        };
        var plan = new EvaluationPlan { Cases = 10, Turns = 3, FurtherJudges = 1, JudgeRounds = 2, JudgedAgain = 0.5, CheckDrift = true, PersonaProbe = PersonaProbe.Inducer, Opening = OpeningStyle.Story, Instructions = "kind" };
        const double Score = 4 + 2 + 30 + (2 * 107) + 212 + 200, Match = 4 + 4 + 30 + 30, Drift = 4 + 1 + 30 + (3 * 107) + (3 * 212);
        const double MatchAnswer = 24 + (2 * 6);
        Assert.Equal(
        [
            new RoleCalls("user", 30, 1 + 30 + 2 + 300 + (4 * 4), 100),
            new RoleCalls("assistant", 30, 4 + 300 + 100 + (4 * 4), 200),
            new RoleCalls("judge", 90 + 30 + 10, ((90 * Score) + (30 * Match) + (10 * Drift)) / 130, ((90 * 50) + (30 * MatchAnswer) + (10 * 5)) / 130),
            new RoleCalls("judge-2", 90, Score, 50),
            new RoleCalls("inducer", 30, 4 + 3 + (2 * 107) + (2 * 212), 24 + 30 - (2 * (7 - 3))),
        ], plan.Calls(lengths, prompts));
        plan.Instructions = null;
        Assert.Equal(300 + 100 + (3 * 4), plan.Calls(lengths, prompts)[1].InputTokens);
    }

    [Fact]
    public void The_benchmark_of_the_paper_is_three_thousand_calls()
        => Assert.Equal([1_000, 1_000, 1_000], new EvaluationPlan().Calls().Select(role => role.Calls));

    [Fact]
    public void Values_out_of_range_are_refused_by_name()
    {
        Assert.Contains("Turns must be", Assert.Throws<ArgumentOutOfRangeException>(() => new EvaluationPlan { Turns = 0 }).Message, StringComparison.Ordinal);
        Assert.Contains("JudgeRounds must be", Assert.Throws<ArgumentOutOfRangeException>(() => new EvaluationPlan { JudgeRounds = 11 }).Message, StringComparison.Ordinal);
        Assert.Contains("JudgedAgain must be", Assert.Throws<ArgumentOutOfRangeException>(() => new EvaluationPlan { JudgedAgain = double.NaN }).Message, StringComparison.Ordinal);
        Assert.Contains("Cases must be", Assert.Throws<ArgumentOutOfRangeException>(() => new EvaluationPlan { Cases = -1 }).Message, StringComparison.Ordinal);
    }

    public static IEnumerable<TheoryDataRow<PersonaProbe, bool, int, bool, OpeningStyle, EvaluationControl>> Options =>
        from probe in Enum.GetValues<PersonaProbe>()
        from drift in new[] { false, true }
        from rounds in new[] { 1, 3 }
        from further in new[] { false, true }
        from style in new[] { (OpeningStyle.Free, EvaluationControl.None), (OpeningStyle.Mixed, EvaluationControl.ShuffledPersonas) }
        select new TheoryDataRow<PersonaProbe, bool, int, bool, OpeningStyle, EvaluationControl>(probe, drift, rounds, further, style.Item1, style.Item2);
}
