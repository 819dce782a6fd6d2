using System.Globalization;
using Aloe.Evaluation;
using Aloe.Prompts;
using Aloe.Randomness;
using Microsoft.Extensions.AI;

namespace Aloe.Core.Tests.Evaluation;

public sealed class AloeEvaluatorTests : IDisposable
{
    private static readonly PromptSet Prompts = new()
    {
        User = "You are {profile} / {personality}",
        UserOpening = "Begin.",
        JudgeScore = "{profile}|{personality}|{conversation}|{reply}",
    };

    private readonly RecordingChatClient _user = new((messages, _) => $" u{messages.Count(message => message.Role == ChatRole.Assistant) + 1} *smiles* ");
    private readonly RecordingChatClient _judge = new((_, _) => """{"style":3,"content":4,"naturalness":5,"overall":4}""");
    private readonly RecordingChatClient _model = new((messages, _) => $" r{messages.Count(message => message.Role == ChatRole.User)}\n");

    public void Dispose()
    {
        _user.Dispose();
        _judge.Dispose();
        _model.Dispose();
    }

    [Fact]
    public async Task Each_role_sees_what_it_should_and_no_more()
    {
        var report = await EvaluateAsync(_model, Cases(1), new EvaluationOptions { Turns = 3 });

        Assert.Equal(
            [
                "system: You are facts 1 / traits 1", "user: Begin.",
                "assistant: u1", "user: r1", "assistant: u2", "user: r2",
            ],
            _user.Calls.Last().Lines);
        Assert.Equal(["system: You are facts 1 / traits 1", "user: Begin."], _user.Calls.First().Lines);
        Assert.Equal(["user: u1", "assistant: r1", "user: u2", "assistant: r2", "user: u3"], _model.Calls.Last().Lines);
        Assert.Equal(["user: facts 1|traits 1|user: u1\nassistant: r1\nuser: u2|r2"], _judge.Calls.ElementAt(1).Lines);
        Assert.Equal((3, 3, 3), (_user.Calls.Count, _model.Calls.Count, _judge.Calls.Count));

        Assert.Equal("model", report.Model);
        Assert.Equal([4.0, 4, 4], report.Curve.Al);
        Assert.Equal(0, report.Missing);
        Assert.Equal(new ScoredTurn(2, "u2", "r2", new TurnScore(4, 3, 4, 5)), report.Cases.Single().Turns[1]);
    }

    [Fact]
    public async Task Calls_carry_the_seed_of_case_turn_and_role_and_the_options()
    {
        await EvaluateAsync(_model, Cases(2), new EvaluationOptions { Turns = 2, Seed = 11, Temperature = 0.25, MaxReplyTokens = 77, Concurrency = 1 });
        Assert.Equal([SeedOf(11, "case1", "1", "user"), SeedOf(11, "case1", "2", "user"), SeedOf(11, "case2", "1", "user"), SeedOf(11, "case2", "2", "user")], Seeds(_user));
        Assert.Equal([SeedOf(11, "case1", "1", "assistant"), SeedOf(11, "case1", "2", "assistant"), SeedOf(11, "case2", "1", "assistant"), SeedOf(11, "case2", "2", "assistant")], Seeds(_model));
        Assert.Equal([SeedOf(11, "case1", "1", "judge"), SeedOf(11, "case1", "2", "judge"), SeedOf(11, "case2", "1", "judge"), SeedOf(11, "case2", "2", "judge")], Seeds(_judge));
        Assert.All(_model.Calls, call => Assert.Equal((0.25f, 77), (call.Options!.Temperature, call.Options.MaxOutputTokens)));
        Assert.All(_judge.Calls, call => Assert.Equal(0, call.Options!.Temperature));
    }

    [Fact]
    public async Task Batch_client_is_asked_once_a_turn_with_all_cases_in_order()
    {
        var batch = new RecordingBatchChatClient((messages, _) => $"r{messages.Count(message => message.Role == ChatRole.User)}");
        await EvaluateAsync(batch, Cases(3), new EvaluationOptions { Turns = 2, Seed = 5, Temperature = 0.25, MaxReplyTokens = 77 }, persona => $"You know {persona.Profile}");
        Assert.Equal(2, batch.Batches.Count);
        var (conversations, options) = batch.Batches.Last();
        Assert.Equal(["system: You know facts 2", "user: u1", "assistant: r1", "user: u2"], conversations[1].Lines);
        Assert.Equal(["system: You know facts 1", "system: You know facts 2", "system: You know facts 3"], conversations.Select(conversation => conversation.Lines[0]));
        Assert.Equal((0.25f, 77, SeedOf(5, "batch", "2")), (options!.Temperature, options.MaxOutputTokens, options.Seed));
        Assert.Equal(SeedOf(5, "batch", "1"), batch.Batches.First().Options!.Seed);
    }

    [Fact]
    public async Task Batch_client_behind_a_wrapper_is_asked_case_by_case()
    {
        var batch = new RecordingBatchChatClient((_, _) => "r");
        using var wrapper = new Wrapper(batch);
        Assert.NotNull(wrapper.GetService<IBatchChatClient>());
        await EvaluateAsync(wrapper, Cases(3), new EvaluationOptions { Turns = 2 });
        Assert.Empty(batch.Batches);
        Assert.Equal(6, batch.Calls.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(32)]
    public async Task Result_depends_neither_on_the_concurrency_nor_on_batching(int concurrency)
    {
        var expected = await PlayAsync(new Scatterbrain(1), concurrency: 1);
        var apart = await PlayAsync(new Scatterbrain(concurrency), concurrency);
        var together = await PlayAsync(new BatchScatterbrain(), concurrency);
        Assert.Equal(AlignmentReportFileTests.Json(expected), AlignmentReportFileTests.Json(apart));
        Assert.Equal(AlignmentReportFileTests.Json(expected), AlignmentReportFileTests.Json(together));
        Assert.InRange(expected.Missing, 1, 200);
        Assert.True(expected.Cases.Select(scored => scored.Turns[^1].User).Distinct().Count() > 20);
    }

    [Fact]
    public async Task All_models_meet_the_same_users()
    {
        await EvaluateAsync(_model, Cases(2), new EvaluationOptions { Turns = 2, Concurrency = 1 }, name: "one");
        await EvaluateAsync(_model, Cases(2), new EvaluationOptions { Turns = 2, Concurrency = 1 }, name: "another");
        Assert.Equal(Seeds(_user).Take(4), Seeds(_user).Skip(4));
        Assert.Equal(Seeds(_model).Take(4), Seeds(_model).Skip(4));
    }

    [Fact]
    public async Task Unreadable_judgement_is_asked_for_again_with_other_seeds_and_then_missing()
    {
        var judge = new RecordingChatClient((messages, _) => messages[0].Text.Contains("facts 2|", StringComparison.Ordinal) && messages[0].Text.EndsWith("|r2", StringComparison.Ordinal) ? "6" : "Score: 3");
        var report = await EvaluateAsync(_model, Cases(2), new EvaluationOptions { Turns = 2, JudgeAttempts = 3, Concurrency = 1 }, judge: judge);
        Assert.Equal(1, report.Missing);
        Assert.Null(report.Cases[1].Turns[1].Score);
        Assert.Equal([3.0, 3], report.Curve.Al);
        Assert.Equal(3 + 4, judge.Calls.Count);
        var seeds = SeededRandom.For(0, "case2", "2", "judge");
        Assert.Equal([seeds.NextSeed(), seeds.NextSeed(), seeds.NextSeed(), seeds.NextSeed()], Seeds(judge).Skip(3));
        Assert.Equal([0, null, null, null], judge.Calls.Skip(3).Select(call => call.Options!.Temperature));
    }

    [Fact]
    public async Task Judge_that_comes_round_is_heard()
    {
        var asked = 0;
        var judge = new RecordingChatClient((_, _) => ++asked < 3 ? "no idea" : "5");
        var report = await EvaluateAsync(_model, Cases(1), new EvaluationOptions { Turns = 1, JudgeAttempts = 2 }, judge: judge);
        Assert.Equal([5.0], report.Curve.Al);
        Assert.Equal(0, report.Missing);
    }

    [Fact]
    public async Task Judge_that_never_scores_ends_the_run_with_the_conversations_kept()
    {
        var judge = new RecordingChatClient((_, _) => "no idea");
        var error = await Assert.ThrowsAsync<NoScoreException>(() => EvaluateAsync(_model, Cases(2), new EvaluationOptions { Turns = 2 }, judge: judge));
        Assert.Equal(1, error.Turn);
        Assert.Equal(["r2", "r2"], error.Cases.Select(scored => scored.Turns[1].Reply));
    }

    [Fact]
    public async Task Empty_reply_is_judged_as_it_is()
    {
        var mute = new RecordingChatClient((_, _) => "  ");
        var report = await EvaluateAsync(mute, Cases(1), new EvaluationOptions { Turns = 2 });
        Assert.Equal(["", ""], report.Cases[0].Turns.Select(turn => turn.Reply));
        Assert.EndsWith("|user: u1\nassistant: \nuser: u2|", _judge.Calls.Last().Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_that_only_acts_is_asked_three_times_and_then_silent()
    {
        var user = new RecordingChatClient((_, _) => "*stares*");
        var report = await EvaluateAsync(_model, Cases(1), new EvaluationOptions { Turns = 1 }, user: user);
        Assert.Equal("…", report.Cases[0].Turns[0].User);
        Assert.Equal(3, Seeds(user).Distinct().Count());
    }

    [Theory]
    [InlineData("aloe.simulation", "anything", "simulated")]
    [InlineData("openai", "aloe.simulation", "simulated")]
    [InlineData("openai", "openai", "openai/m")]
    [InlineData("openai", "ollama", "user: openai/m, judge: ollama/m")]
    [InlineData(null, "ollama", "user: m, judge: ollama/m")]
    public async Task Says_who_took_part(string? user, string? judge, string expected)
    {
        var report = await EvaluateAsync(
            _model,
            Cases(1),
            new EvaluationOptions { Turns = 1 },
            user: new RecordingChatClient((_, _) => "hi", new ChatClientMetadata(user, null, "m")),
            judge: new RecordingChatClient((_, _) => "3", new ChatClientMetadata(judge, null, "m")));
        Assert.Equal(expected, report.Participants);
    }

    [Fact]
    public async Task Clients_without_metadata_are_unknown()
        => Assert.Equal("unknown", (await EvaluateAsync(_model, Cases(1), new EvaluationOptions { Turns = 1 })).Participants);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Progress_counts_every_judged_turn_in_order(bool together)
    {
        var progress = new Seen();
        var model = together ? new RecordingBatchChatClient((_, _) => "r") : _model;
        await new AloeEvaluator(Roles(_user, _judge), Prompts).EvaluateAsync(new AssistantUnderTest("m", model), Cases(5), new EvaluationOptions { Turns = 4, Concurrency = 16 }, progress);
        Assert.Equal(Enumerable.Range(1, 20).Select(turn => new EvaluationProgress("m", turn, 20)), progress.Reports);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancellation_ends_the_run(bool together)
    {
        using var source = new CancellationTokenSource();
        var judged = 0;
        var judge = new RecordingChatClient((_, _) =>
        {
            if (Interlocked.Increment(ref judged) == 5)
            {
                source.Cancel();
            }

            return "3";
        });
        var model = together ? new RecordingBatchChatClient((_, _) => "r") : _model;
        var run = new AloeEvaluator(Roles(_user, judge), Prompts).EvaluateAsync(new AssistantUnderTest("m", model), Cases(20), new EvaluationOptions { Turns = 4, Concurrency = 2 }, null, source.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.InRange(judged, 5, 7);
    }

    [Fact]
    public async Task Error_of_a_client_ends_the_run_as_it_is()
    {
        var broken = new RecordingChatClient((_, _) => throw new HttpRequestException("no route"));
        Assert.Equal("no route", (await Assert.ThrowsAsync<HttpRequestException>(() => EvaluateAsync(broken, Cases(3), new EvaluationOptions()))).Message);
    }

    [Fact]
    public async Task Batch_that_comes_back_incomplete_is_an_error()
    {
        var batch = new RecordingBatchChatClient((_, _) => "r") { Short = 1 };
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => EvaluateAsync(batch, Cases(3), new EvaluationOptions()));
        Assert.Contains("answered 2 of 3 conversations at turn 1", error.Message, StringComparison.Ordinal);
    }

    private static Benchmark Cases(int count)
        => new("test", "1", [.. Enumerable.Range(1, count).Select(n => new BenchmarkCase($"case{n}", Persona.Create($"facts {n}", $"traits {n}")))]);

    private static AloeRoles Roles(IChatClient user, IChatClient judge)
    {
        var unused = new RecordingChatClient((_, _) => throw new InvalidOperationException("not a role of the benchmark"));
        return new AloeRoles { User = user, Judge = judge, Inducer = unused, Preferred = unused, Rejected = unused };
    }

    private static long SeedOf(long seed, params string[] keys) => SeededRandom.For(seed, keys).NextSeed();

    private static IEnumerable<long> Seeds(RecordingChatClient client) => client.Calls.Select(call => call.Options!.Seed!.Value);

    private Task<AlignmentReport> EvaluateAsync(
        IChatClient model, Benchmark cases, EvaluationOptions options, Func<Persona, string>? system = null, string name = "model", IChatClient? user = null, IChatClient? judge = null)
        => new AloeEvaluator(Roles(user ?? _user, judge ?? _judge), Prompts).EvaluateAsync(new AssistantUnderTest(name, model) { SystemPrompt = system }, cases, options);

    /// <summary>Participants whose answers depend on every character and seed of a call; the judge is unreadable now and then.</summary>
    private static Task<AlignmentReport> PlayAsync(IChatClient model, int concurrency)
    {
        var user = new Scatterbrain(concurrency, seeded: true);
        var judge = new RecordingChatClient((messages, options) => (Hash(messages, options!.Seed!.Value) % 8).ToString(CultureInfo.InvariantCulture));
        return new AloeEvaluator(Roles(user, judge), Prompts).EvaluateAsync(new AssistantUnderTest("m", model), Cases(40), new EvaluationOptions { Turns = 5, Concurrency = concurrency, JudgeAttempts = 1, Seed = 3 });
    }

    private static ulong Hash(IEnumerable<ChatMessage> messages, long seed)
        => SeededRandom.For(seed, [.. messages.Select(message => $"{message.Role}: {message.Text}")]).NextUInt64();

    private sealed class Scatterbrain(int concurrency, bool seeded = false)
        : RecordingChatClient((messages, options) => $"{Hash(messages, seeded ? options!.Seed!.Value : 0):x}")
    {
        private int _inFlight;

        public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            Assert.True(Interlocked.Increment(ref _inFlight) <= concurrency, "more calls in flight than allowed");
            await Task.Yield();
            var response = await base.GetResponseAsync(messages, options, cancellationToken);
            Interlocked.Decrement(ref _inFlight);
            return response;
        }
    }

    private sealed class BatchScatterbrain() : RecordingChatClient((messages, _) => $"{Hash(messages, 0):x}"), IBatchChatClient
    {
        public Task<IReadOnlyList<ChatResponse>> GetResponsesAsync(IReadOnlyList<IReadOnlyList<ChatMessage>> conversations, ChatOptions? options = null, CancellationToken cancellationToken = default)
            => Task.FromResult<IReadOnlyList<ChatResponse>>([.. conversations.Select(conversation => Answer(conversation, options))]);
    }

    private sealed class Wrapper(IChatClient inner) : DelegatingChatClient(inner);

    private sealed class Seen : IProgress<EvaluationProgress>
    {
        public List<EvaluationProgress> Reports { get; } = [];

        public void Report(EvaluationProgress value) => Reports.Add(value);
    }
}
