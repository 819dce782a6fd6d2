using Aloe.Core.Tests.Doubles;
using Aloe.Evaluation;
using Microsoft.Extensions.AI;

namespace Aloe.Core.Tests.Evaluation;

/// <summary>What each option of the benchmark changes, and what it leaves alone.</summary>
public sealed class EvaluationOptionsTests
{
    private readonly ScriptedBenchmark _script = new();

    [Theory]
    [InlineData("Be kind.", false, "system: Be kind.")]
    [InlineData(null, true, "system: You know She has 1 cats. She sews.")]
    [InlineData("Be kind.", true, "system: You know She has 1 cats. She sews.")]
    [InlineData(null, false, "user: message")]
    public async Task Instructions_come_first_and_an_oracle_takes_their_place(string? instructions, bool oracle, string expected)
    {
        var assistant = _script.Assistant with { Instructions = instructions, SystemPrompt = oracle ? persona => $"You know {persona.Profile}" : null };
        var report = await EvaluateAsync(new() { Turns = 2 }, assistant: assistant);
        Assert.Equal(instructions, report.Instructions);
        Assert.All(_script.Model.Calls.Take(2), call => Assert.StartsWith(expected, call.Lines[0], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(OpeningStyle.Free, "free")]
    [InlineData(OpeningStyle.Greeting, "greeting")]
    [InlineData(OpeningStyle.Question, "question")]
    [InlineData(OpeningStyle.Story, "story")]
    [InlineData(OpeningStyle.Request, "request")]
    public async Task Users_are_asked_to_begin_as_the_style_says(OpeningStyle style, string prompt)
    {
        var report = await EvaluateAsync(new() { Turns = 2, Opening = style });
        Assert.All(_script.User.Calls, call => Assert.Equal($"user: OPEN {prompt}", call.Lines[1]));
        Assert.Equal(style, report.Protocol.Opening);
    }

    [Fact]
    public async Task Mixed_openings_are_drawn_from_the_seed_and_last_for_a_case()
    {
        async Task<string[]> OpeningsAsync(long seed)
        {
            var script = new ScriptedBenchmark();
            await EvaluateAsync(new() { Turns = 2, Opening = OpeningStyle.Mixed, Seed = seed, Concurrency = 1 }, script, profiles: 10);
            var calls = script.User.Calls.Select(call => call.Lines[1]).ToArray();
            Assert.Equal(calls.Where((_, i) => i % 2 == 0), calls.Where((_, i) => i % 2 == 1));
            return [.. calls.Where((_, i) => i % 2 == 0)];
        }

        var openings = await OpeningsAsync(1);
        Assert.Equal(["user: OPEN greeting", "user: OPEN question", "user: OPEN request", "user: OPEN story"], openings.Distinct().Order());
        Assert.Equal(openings, await OpeningsAsync(1));
        Assert.NotEqual(openings, await OpeningsAsync(2));
    }

    [Fact]
    public async Task Under_the_control_only_the_judge_is_shown_another_person_who_differs_in_both_texts()
    {
        var report = await EvaluateAsync(new() { Turns = 2, Control = EvaluationControl.ShuffledPersonas, CheckDrift = true, PersonaProbe = PersonaProbe.Inducer, Concurrency = 1 });
        var byId = ScriptedBenchmark.Benchmark().Cases.ToDictionary(one => one.Id);
        foreach (var scored in report.Cases)
        {
            var (own, shown) = (scored.Case, byId[scored.JudgedAs!]);
            Assert.NotEqual(own.ProfileId, shown.ProfileId);
            Assert.NotEqual(own.PersonalityId, shown.PersonalityId);
            foreach (var turn in scored.Turns)
            {
                Assert.Contains(_script.Judge.Calls, call => call.LastText.StartsWith($"SCORE {shown.Persona.Profile}|{shown.Persona.Personality}|", StringComparison.Ordinal) && call.LastText.EndsWith($"|{turn.Reply}", StringComparison.Ordinal));
            }

            Assert.Single(_script.User.Calls, call => call.Messages.Count == 2 && call.Lines[0] == $"system: PLAY {own.Persona.Profile} / {own.Persona.Personality}");
            Assert.Single(_script.Judge.Calls, call => call.LastText.StartsWith($"DRIFT {own.Persona.Profile}|{own.Persona.Personality}|user: {scored.Turns[0].User}", StringComparison.Ordinal));
        }

        var plain = await EvaluateAsync(new() { Turns = 2 }, new ScriptedBenchmark());
        Assert.All(plain.Cases, scored => Assert.Null(scored.JudgedAs));
        Assert.Equal(plain.Cases.Select(scored => scored.Turns[1].User), report.Cases.Select(scored => scored.Turns[1].User));
    }

    [Fact]
    public async Task The_control_needs_somebody_else()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => EvaluateAsync(new() { Control = EvaluationControl.ShuffledPersonas }, profiles: 1));
        Assert.Contains("ShuffledPersonas needs, for every case, one with another profile and another personality; for profile1-personality1, test v1", error.Message, StringComparison.Ordinal);
        Assert.Empty(_script.Calls);
    }

    [Fact]
    public async Task The_score_is_the_mean_of_the_readable_rounds_per_dimension()
    {
        string[] rounds = ["""{"style":2,"overall":4}""", "I cannot say.", """{"style":5,"content":3,"overall":1}"""];
        var report = await EvaluateAsync(new() { Turns = 1, JudgeRounds = 3, JudgeAttempts = 1 }, new ScriptedBenchmark { Judge = new ScriptedChatClient([rounds[0], rounds[1], rounds[1], rounds[2]]) }, cases: 1);
        var turn = report.Cases.Single().Turns.Single();
        Assert.Equal(new TurnScore(2.5, 3.5, 3, null), turn.Score);
        Assert.Null(turn.Missing);
        Assert.Equal([1, 2, 3], turn.Judgements.Select(judgement => judgement.Round));
        Assert.Equal([4.0, null, 1.0], turn.Judgements.Select(judgement => judgement.Score?.Overall));
        Assert.Equal("I cannot say.", turn.Judgements[1].Missing!.Answer);
        Assert.Equal([2.5], report.Curve.Al);
        Assert.Equal(3, report.Protocol.Rounds);
    }

    [Fact]
    public async Task Further_judges_are_heard_and_count_for_nothing()
    {
        var script = new ScriptedBenchmark { Judge = new ScriptedChatClient(_ => "4"), SecondJudge = new ScriptedChatClient(_ => "1") };
        var report = await EvaluateAsync(new() { Turns = 1, JudgeRounds = 2 }, script, cases: 2, further: script.FurtherJudges);
        Assert.Equal([4.0], report.Curve.Al);
        Assert.All(report.Cases, scored => Assert.Equal(
            [("script/judge", 1, 4.0), ("script/judge", 2, 4.0), ("script/second", 1, 1.0), ("script/second", 2, 1.0)],
            scored.Turns[0].Judgements.Select(judgement => (judgement.Judge, judgement.Round, judgement.Score!.Overall))));
        Assert.Equal("script/judge", report.Protocol.Judge);
        Assert.Equal(script.Judge.Calls.Select(call => call.LastText).Order(), script.SecondJudge.Calls.Select(call => call.LastText).Order());
    }

    [Fact]
    public void Judges_with_one_name_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new AloeEvaluator(_script.Roles, null, [.. _script.FurtherJudges, .. _script.FurtherJudges]));
        Assert.Contains("script/second is named more than once", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Aloe.Runs.BenchmarkRun(_script.Roles, "x", null, [_script.Roles.Judge]));
    }

    [Theory]
    [InlineData(PersonaProbe.Model)]
    [InlineData(PersonaProbe.Inducer)]
    public async Task Whoever_is_asked_beside_the_conversation_leaves_it_as_it_is(PersonaProbe probe)
    {
        var plain = await EvaluateAsync(new() { Turns = 3 });
        var script = new ScriptedBenchmark();
        var probed = await EvaluateAsync(new() { Turns = 3, PersonaProbe = probe, CheckDrift = true }, script);
        Assert.Equal(plain.Curve.Al, probed.Curve.Al);
        Assert.Equal(
            plain.Cases.SelectMany(scored => scored.Turns).Select(turn => (turn.User, turn.Reply, turn.Score)),
            probed.Cases.SelectMany(scored => scored.Turns).Select(turn => (turn.User, turn.Reply, turn.Score)));
        Assert.Equal(_script.Model.Calls.Select(Lines).Order(), script.Model.Calls.Where(call => ScriptedBenchmark.KindOf(call) == "REPLY").Select(Lines).Order());
        Assert.All(probed.Cases, scored => Assert.Equal(new DriftCheck(4, null), scored.Drift));
        Assert.All(probed.Cases.SelectMany(scored => scored.Turns), turn => Assert.Equal(new MatchCounts(1, 1, 2, 1), turn.Inferred!.Facts));
        var asked = (probe == PersonaProbe.Model ? script.Model : script.Inducer).Calls.Where(call => ScriptedBenchmark.KindOf(call) == "INFER").ToList();
        Assert.Equal(36, asked.Count);
        Assert.All(asked, call => Assert.Contains("\nassistant: reply ", call.LastText, StringComparison.Ordinal));
        Assert.DoesNotContain(asked, call => call.LastText.Contains("cats", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_assistant_of_the_case_is_built_for_each_and_asked_case_by_case()
    {
        var built = new System.Collections.Concurrent.ConcurrentBag<string>();
        var batch = new RecordingBatchChatClient((_, _) => "never");
        var assistant = new AssistantUnderTest("model", batch)
        {
            ForCase = scope =>
            {
                built.Add(scope.CaseId);
                return new RecordingChatClient((_, _) => $"I am of {scope.CaseId}");
            },
        };
        var report = await EvaluateAsync(new() { Turns = 2 }, assistant: assistant);
        Assert.Equal(ScriptedBenchmark.Benchmark().Cases.Select(one => one.Id).Order(), built.Order());
        Assert.All(report.Cases, scored => Assert.All(scored.Turns, turn => Assert.Equal($"I am of {scored.Case.Id}", turn.Reply)));
        Assert.Empty(batch.Batches);
    }

    [Fact]
    public async Task A_batch_is_played_with_every_option_as_one_by_one()
    {
        var options = ScriptedBenchmark.AllOptions;
        var batch = new RecordingBatchChatClient((messages, call) => ScriptedBenchmark.KindOf(new(messages, call)) == "INFER" ? """{"facts":["x"],"traits":[]}""" : $"r{messages.Count}");
        var alone = new RecordingChatClient((messages, call) => ScriptedBenchmark.KindOf(new(messages, call)) == "INFER" ? """{"facts":["x"],"traits":[]}""" : $"r{messages.Count}");
        var together = await EvaluateAsync(options, assistant: new("m", batch), further: _script.FurtherJudges);
        var apart = await EvaluateAsync(options, assistant: new("m", alone), further: _script.FurtherJudges);
        Assert.Equal(3, batch.Batches.Count);
        Assert.Equal(AlignmentReportFileTests.Json(apart), AlignmentReportFileTests.Json(together));
    }

    [Fact]
    public async Task Missing_scores_are_told_by_cause_and_shift_no_average()
    {
        string[] answers = ["", "I'm sorry, but I can't help with that.", "7", "Score: 2. Score: 4.", "hm"];
        MissingScoreCause[] causes = [MissingScoreCause.Empty, MissingScoreCause.Refusal, MissingScoreCause.OffScale, MissingScoreCause.Contradictory, MissingScoreCause.Unreadable];
        var cases = ScriptedBenchmark.Benchmark().Cases;
        var script = new ScriptedBenchmark
        {
            // The first five cases miss the second turn, each for its own cause; all others have 2, 3 and 4.
            Judge = new ScriptedChatClient(call =>
            {
                var turn = call.LastText.Split("\nuser: ").Length;
                var place = cases.ToList().FindIndex(one => call.LastText.StartsWith($"SCORE {one.Persona.Profile}|{one.Persona.Personality}|", StringComparison.Ordinal));
                return turn == 2 && place < answers.Length ? answers[place] : $"{turn + 1}";
            }),
        };
        var report = await EvaluateAsync(new() { Turns = 3, JudgeAttempts = 1 }, script);
        Assert.Equal([2.0, 3, 4], report.Curve.Al);
        Assert.Equal(5, report.Missing);
        Assert.Equal(causes, report.Cases.Take(5).Select(scored => scored.Turns[1].Missing!.Cause));
        Assert.Equal(answers, report.Cases.Take(5).Select(scored => scored.Turns[1].Missing!.Answer));
    }

    [Fact]
    public async Task The_protocol_says_how_scores_came_about()
    {
        var protocol = (await EvaluateAsync(ScriptedBenchmark.AllOptions, further: _script.FurtherJudges)).Protocol;
        var benchmark = ScriptedBenchmark.Benchmark();
        Assert.Equal(
            new EvaluationProtocol(
                "test v1", benchmark.Hash, 3, "1-5", ScriptedBenchmark.Prompts.EvaluationFingerprint(), "script/user", "script/judge", 2, OpeningStyle.Mixed, EvaluationControl.ShuffledPersonas, 5),
            protocol);
    }

    [Fact]
    public void Prompts_that_decide_no_score_are_no_part_of_the_protocol()
    {
        var prompts = ScriptedBenchmark.Prompts;
        var print = prompts.EvaluationFingerprint();
        Assert.All(
            [prompts with { Inducer = "x" }, prompts with { JudgePair = "x" }, prompts with { PersonaMatch = "x" }, prompts with { JudgeDrift = "x" }, prompts with { PersonaInference = "x" }],
            other => Assert.Equal(print, other.EvaluationFingerprint()));
        Assert.All(
            [prompts with { User = "x" }, prompts with { UserOpening = "x" }, prompts with { GreetingOpening = "x" }, prompts with { QuestionOpening = "x" }, prompts with { StoryOpening = "x" }, prompts with { RequestOpening = "x" }, prompts with { JudgeScore = "x" }, prompts with { Version = "x" }],
            other => Assert.NotEqual(print, other.EvaluationFingerprint()));
    }

    private static string Lines(Doubles.RecordedCall call) => string.Join('\n', call.Lines);

    private Task<AlignmentReport> EvaluateAsync(
        EvaluationOptions options, ScriptedBenchmark? script = null, int profiles = 4, int? cases = null, AssistantUnderTest? assistant = null, IReadOnlyList<IChatClient>? further = null)
    {
        script ??= _script;
        var benchmark = ScriptedBenchmark.Benchmark(profiles);
        return new AloeEvaluator(script.Roles, ScriptedBenchmark.Prompts, further).EvaluateAsync(assistant ?? script.Assistant, benchmark.Take(cases ?? benchmark.Cases.Count), options);
    }
}
