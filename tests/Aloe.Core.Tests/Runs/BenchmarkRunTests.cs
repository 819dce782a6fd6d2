using System.Collections.Concurrent;
using Aloe.Core.Tests.Doubles;
using Aloe.Core.Tests.Evaluation;
using Aloe.Data;
using Aloe.Evaluation;
using Aloe.Randomness;
using Aloe.Runs;
using Microsoft.Extensions.AI;

namespace Aloe.Core.Tests.Runs;

/// <summary>A benchmark that is stopped anywhere ends as if it had not been.</summary>
public sealed class BenchmarkRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedBenchmark _script = new();
    private readonly Benchmark _benchmark = ScriptedBenchmark.Benchmark();

    private string Cases => _folder.File("run/cases.jsonl");

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    public async Task The_result_is_that_of_the_evaluator_whatever_the_concurrency(int concurrency)
    {
        var direct = await new AloeEvaluator(_script.Roles, ScriptedBenchmark.Prompts, _script.FurtherJudges).EvaluateAsync(_script.Assistant, _benchmark, Options(1));
        var progress = new Reports<RunProgress>();
        var script = new ScriptedBenchmark();
        var report = await RunAsync(script, concurrency: concurrency, progress: progress);
        Assert.Equal(AlignmentReportFileTests.Json(direct), AlignmentReportFileTests.Json(report));
        Assert.Equal(Enumerable.Range(0, 13), progress.All.Select(state => state.Completed));
        Assert.Equal((script.Calls.Count(), 0), (progress.All[^1].Asked, progress.All[^1].Replayed));

        // What is there is not asked for again.
        Assert.Equal(AlignmentReportFileTests.Json(report), AlignmentReportFileTests.Json(await RunAsync(new ScriptedBenchmark { User = Silent, Model = Silent, Judge = Silent, SecondJudge = Silent })));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    public async Task Stopped_at_random_calls_the_run_asks_every_call_once_and_ends_with_the_same_bytes(int concurrency)
    {
        var answered = new ConcurrentDictionary<string, int>();
        var random = SeededRandom.For(concurrency, "stops");
        var starts = 0;
        for (var done = false; !done; starts++)
        {
            using var source = new CancellationTokenSource();
            var left = 1 + random.Next(100);
            ScriptedChatClient Stopping(string role, Func<Doubles.RecordedCall, string> answer) => new(async (call, _) =>
            {
                await Task.Yield();
                answered.AddOrUpdate($"{role} {call.Options!.Seed} {string.Join('\n', call.Lines)}", 1, (_, count) => count + 1);
                if (Interlocked.Decrement(ref left) == 0)
                {
                    await source.CancelAsync();
                }

                return ScriptedChatClient.Response(answer(call));
            });
            var script = new ScriptedBenchmark
            {
                User = Stopping("user", call => $"message {call.Options!.Seed:x}"),
                Model = Stopping("model", ScriptedBenchmark.Answer),
                Judge = Stopping("judge", ScriptedBenchmark.Answer),
                SecondJudge = Stopping("second", ScriptedBenchmark.Answer),
            };
            try
            {
                await RunAsync(script, concurrency: concurrency, cancellationToken: source.Token);
                done = true;
            }
            catch (OperationCanceledException)
            {
                // The next start goes on.
            }
        }

        Assert.InRange(starts, 3, 300);
        Assert.All(answered, call => Assert.Equal(1, call.Value));

        var whole = new ScriptedBenchmark { User = new ScriptedChatClient(call => $"message {call.Options!.Seed:x}") };
        await RunAsync(whole, _folder.File("whole/cases.jsonl"));
        Assert.Equal(whole.Calls.Count(), answered.Count);
        Assert.Equal(await File.ReadAllBytesAsync(_folder.File("whole/cases.jsonl")), await File.ReadAllBytesAsync(Cases));
    }

    [Fact]
    public async Task Whatever_a_killed_process_leaves_is_gone_on_with_and_asked_for_only_once()
    {
        // Files are copied in the middle of calls, which is what a kill would leave, also with a line cut off.
        var calls = 0;
        var copies = new List<(string Folder, int Answered)>();
        string Copy()
        {
            var copy = _folder.File($"copy{copies.Count}");
            foreach (var file in Directory.EnumerateFiles(_folder.File("run"), "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
            {
                var target = Path.Combine(copy, Path.GetRelativePath(_folder.File("run"), file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                using var to = File.Create(target);
                from.CopyTo(to);
            }

            return copy;
        }

        ScriptedChatClient Copying() => new(call =>
        {
            if (++calls % 37 == 0)
            {
                copies.Add((Copy(), calls - 1));
            }

            return ScriptedBenchmark.Answer(call);
        });
        await RunAsync(new ScriptedBenchmark { User = Copying(), Model = Copying(), Judge = Copying(), SecondJudge = Copying() }, concurrency: 1);
        var whole = await File.ReadAllBytesAsync(Cases);
        Assert.InRange(copies.Count, 5, 100);
        foreach (var (folder, answered) in copies)
        {
            var path = Path.Combine(folder, "cases.jsonl");
            await File.AppendAllTextAsync(path, "{\"schemaVersion\":1,\"ca");
            var rest = new ScriptedBenchmark { User = new ScriptedChatClient(ScriptedBenchmark.Answer) };
            await RunAsync(rest, path);
            Assert.Equal(whole, await File.ReadAllBytesAsync(path));
            Assert.Equal(calls - answered, rest.Calls.Count());
        }
    }

    [Fact]
    public async Task A_case_that_fails_is_kept_apart_and_made_good_when_it_is_tried_again()
    {
        var whole = await RunAsync(_script, _folder.File("whole/cases.jsonl"));
        var second = _benchmark.Cases[1].Persona;
        var failing = new ScriptedBenchmark
        {
            SecondJudge = new ScriptedChatClient(call => call.LastText.Contains($"|{second.Personality}|", StringComparison.Ordinal) && call.LastText.StartsWith($"SCORE {second.Profile}|", StringComparison.Ordinal)
                ? throw new HttpRequestException("no route")
                : ScriptedBenchmark.Answer(call)),
        };
        var report = await RunAsync(failing, options: Options(4, EvaluationControl.None));
        Assert.Equal([new FailedCase(_benchmark.Cases[1].Id, "judge-2: no route")], report.Failed);
        Assert.Equal(_benchmark.Cases.Select(one => one.Id).Where((_, i) => i != 1), report.Cases.Select(scored => scored.Case.Id));
        var failed = await new FailedItemFormat().ReadAsync(_folder.File("run/failed.jsonl")).SingleAsync();
        Assert.Equal(new FailedItem(_benchmark.Cases[1].Id, "no route", 1, "judge-2", null, null), failed);

        // Left alone unless that is asked for; then only what is missing is asked.
        var again = new ScriptedBenchmark();
        Assert.Single((await RunAsync(again, options: Options(4, EvaluationControl.None))).Failed);
        Assert.Empty(again.Calls);
        var good = await RunAsync(again, options: Options(4, EvaluationControl.None), run: new RunOptions { RetryFailed = true });
        Assert.Empty(good.Failed);
        Assert.Equal(whole.Cases.Count, good.Cases.Count);
        Assert.Equal(2, again.User.Calls.Count);
        Assert.Equal(_benchmark.Cases.Select(one => one.Id), good.Cases.Select(scored => scored.Case.Id));
    }

    [Fact]
    public async Task Too_many_failures_stop_the_run_and_no_case_at_all_is_an_error()
    {
        var broken = new ScriptedBenchmark { Model = new ScriptedChatClient(_ => throw new HttpRequestException("no route")) };
        var stopped = await Assert.ThrowsAsync<TooManyFailuresException>(() => RunAsync(broken, concurrency: 1, run: new RunOptions { FailedShareFrom = 5 }));
        Assert.Equal((5, 5), (stopped.Failed, stopped.Finished));
        var empty = await Assert.ThrowsAsync<TooManyFailuresException>(() => RunAsync(broken, concurrency: 1));
        Assert.Equal((12, 12), (empty.Failed, empty.Finished));
        Assert.Contains("no route", empty.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_judge_that_never_scores_ends_the_run_with_the_conversations_in_the_file()
    {
        var mute = new ScriptedBenchmark { Judge = new ScriptedChatClient(_ => "hm") };
        await Assert.ThrowsAsync<NoScoreException>(() => RunAsync(mute));
        Assert.Equal(12, await new ScoredCaseFormat().ReadAsync(Cases).CountAsync());
    }

    public static TheoryData<string, string> Differences { get; } = new()
    {
        { "Seed", "Seed: 5 before, 6 now" },
        { "Turns", "Turns: 3 before, 4 now" },
        { "Opening", "Opening: Mixed before, Story now" },
        { "Control", "Control: ShuffledPersonas before, None now" },
        { "PersonaProbe", "PersonaProbe: Model before, Inducer now" },
        { "CheckDrift", "CheckDrift: True before, False now" },
        { "JudgeRounds", "JudgeRounds: 2 before, 1 now" },
        { "JudgeAttempts", "JudgeAttempts: 2 before, 1 now" },
        { "MaxReplyTokens", "MaxReplyTokens: 256 before, 8 now" },
        { "Temperature", "Temperature: 0.7 before, 0 now" },
        { "benchmark", "Benchmark: test v1 (" },
        { "name", "Assistant: model before, other now" },
        { "client", "AssistantClient: script/model before, script/other now" },
        { "instructions", "Instructions: Be kind. before, Be rude. now" },
        { "oracle", "SystemMessages: " },
        { "judge", "Judges: script/judge, script/second before, script/judge now" },
        { "user", "User: script/user before, script/other now" },
        { "prompts", "Prompts: 1-" },
        { "settings", "memory: not set before, 4 now" },
    };

    [Theory]
    [MemberData(nameof(Differences))]
    public async Task A_run_of_something_else_is_refused_and_the_file_stays(string what, string difference)
    {
        await RunAsync(_script);
        var before = await File.ReadAllBytesAsync(Cases);
        var (roles, options) = (_script.Roles, Options(8));
        options.Seed = what == "Seed" ? 6 : options.Seed;
        options.Turns = what == "Turns" ? 4 : options.Turns;
        options.Opening = what == "Opening" ? OpeningStyle.Story : options.Opening;
        options.Control = what == "Control" ? EvaluationControl.None : options.Control;
        options.PersonaProbe = what == "PersonaProbe" ? PersonaProbe.Inducer : options.PersonaProbe;
        options.CheckDrift = what != "CheckDrift";
        options.JudgeRounds = what == "JudgeRounds" ? 1 : options.JudgeRounds;
        options.JudgeAttempts = what == "JudgeAttempts" ? 1 : options.JudgeAttempts;
        options.MaxReplyTokens = what == "MaxReplyTokens" ? 8 : options.MaxReplyTokens;
        options.Temperature = what == "Temperature" ? 0 : options.Temperature;
        if (what == "user")
        {
            roles = new AloeRoles { User = ScriptedBenchmark.Named(_script.User, "other"), Judge = roles.Judge, Inducer = roles.Inducer, Preferred = roles.Preferred, Rejected = roles.Rejected };
        }

        var assistant = what switch
        {
            "name" => _script.Assistant with { Name = "other" },
            "client" => _script.Assistant with { Client = ScriptedBenchmark.Named(_script.Model, "other") },
            "instructions" => _script.Assistant with { Instructions = "Be rude." },
            "oracle" => _script.Assistant with { SystemPrompt = persona => persona.Profile },
            _ => _script.Assistant,
        };
        var run = new BenchmarkRun(
            roles,
            Cases,
            what == "prompts" ? ScriptedBenchmark.Prompts with { JudgeDrift = "another" } : ScriptedBenchmark.Prompts,
            what == "judge" ? null : _script.FurtherJudges,
            what == "settings" ? new Dictionary<string, string> { ["memory"] = "4" } : null);
        var failure = await Assert.ThrowsAsync<RunDiffersException>(() => run.EvaluateAsync(assistant, what == "benchmark" ? ScriptedBenchmark.Benchmark(5) : _benchmark, options));
        Assert.Contains(difference, failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Cases));
    }

    [Fact]
    public async Task Clients_of_the_case_that_are_kept_are_asked_only_once()
    {
        var asked = new ConcurrentDictionary<string, int>();
        var memory = new RecordingChatClient((messages, _) =>
        {
            asked.AddOrUpdate(messages[0].Text, 1, (_, count) => count + 1);
            return "remembered";
        });
        using var source = new CancellationTokenSource();
        AssistantUnderTest Assistant(Action replied) => _script.Assistant with
        {
            ForCase = scope => new Remembering(scope.Keep(memory, "memory"), scope.CaseId, replied),
        };
        var left = 10;
        var run = new BenchmarkRun(_script.Roles, Cases, ScriptedBenchmark.Prompts);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.EvaluateAsync(
            Assistant(() => (--left == 0 ? (Action)source.Cancel : () => { })()), _benchmark, new() { Turns = 2, Concurrency = 1 }, cancellationToken: source.Token));
        await run.EvaluateAsync(Assistant(() => { }), _benchmark, new() { Turns = 2, Concurrency = 1 });
        Assert.Equal(24, asked.Count);
        Assert.All(asked, call => Assert.Equal(1, call.Value));
    }

    public void Dispose() => _folder.Dispose();

    private static ScriptedChatClient Silent => new(_ => throw new InvalidOperationException("asked again"));

    private static EvaluationOptions Options(int concurrency, EvaluationControl control = EvaluationControl.ShuffledPersonas)
    {
        var options = ScriptedBenchmark.AllOptions;
        (options.Concurrency, options.Control) = (concurrency, control);
        return options;
    }

    private Task<AlignmentReport> RunAsync(
        ScriptedBenchmark script,
        string? path = null,
        int concurrency = 4,
        EvaluationOptions? options = null,
        RunOptions? run = null,
        IProgress<RunProgress>? progress = null,
        CancellationToken cancellationToken = default)
        => new BenchmarkRun(script.Roles, path ?? Cases, ScriptedBenchmark.Prompts, script.FurtherJudges)
            .EvaluateAsync(script.Assistant, _benchmark, options ?? Options(concurrency), run, progress, cancellationToken);

    /// <summary>An assistant that asks its memory before it replies.</summary>
    private sealed class Remembering(IChatClient memory, string caseId, Action replied) : DelegatingChatClient(memory)
    {
        private int _turn;

        public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var response = await base.GetResponseAsync([new ChatMessage(ChatRole.User, $"{caseId} {++_turn}")], null, cancellationToken);
            replied();
            return response;
        }
    }
}
