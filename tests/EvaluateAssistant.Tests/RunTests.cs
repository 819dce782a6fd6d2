using Aloe.Data;
using Aloe.Evaluation;
using Aloe.Samples.EvaluateAssistant.CommandLine;
using Aloe.Samples.Tests;
using Aloe.Simulation;
using Aloe.Testing;
using Microsoft.Extensions.AI;

namespace Aloe.Samples.EvaluateAssistant.Tests;

/// <summary>The program as a user meets it: as a process, with real files and signals.</summary>
public sealed class RunTests : IDisposable
{
    private static readonly string[] Made = ["cases.jsonl", "result.json", "verdict.json", "report.html", "report.md", "scores.csv"];

    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Everything_is_there_and_counted()
    {
        var ending = await SampleProgram.RunAsync(Options("run"));

        Assert.Equal(0, ending.Code);
        Assert.Equal(("simulated", "generic", 6, 0, 0), (Text(ending, "participants"), Text(ending, "model"), Count(ending, "cases"), Count(ending, "failed_cases"), Count(ending, "missing_scores")));
        Assert.Equal(6 * 3 * 3, Count(ending, "calls"));
        var (low, average, high) = (Number(ending, "average_low"), Number(ending, "average"), Number(ending, "average_high"));
        Assert.True(low < average && average < high);
        Assert.All(Made, file => Assert.True(new FileInfo(_root.File($"run/{file}")).Length > 0, file));

        var report = await AlignmentReportFile.ReadAsync(_root.File("run/result.json"));
        Assert.Equal(average, report.Cases.SelectMany(one => one.Turns).Average(turn => turn.Score!.Overall), 12);
        Assert.Equal(6, (await new ScoredCaseFormat().ReadAsync(_root.File("run/cases.jsonl")).ToListAsync()).Count);
    }

    [Fact]
    public async Task The_result_does_not_depend_on_concurrency()
    {
        string[] options = ["--personalize", "--probe", "inducer", "--check-drift", "--judge-rounds", "2", "--opening", "mixed"];

        Assert.Equal(0, (await SampleProgram.RunAsync([.. Options("one"), .. options, "--concurrency", "1"])).Code);
        Assert.Equal(0, (await SampleProgram.RunAsync([.. Options("many"), .. options, "--concurrency", "32"])).Code);

        AssertSame("one", "many");
    }

    [Fact]
    public async Task Killed_three_times_it_ends_with_the_same_files()
    {
        string[] whole = Options("whole", cases: 100, turns: 10), killed = Options("killed", cases: 100, turns: 10), options = ["--personalize", "--probe", "inducer", "--judge-rounds", "3"];
        Assert.Equal(0, (await SampleProgram.RunAsync([.. whole, .. options])).Code);
        var random = new Random(7);
        for (var kill = 0; kill < 3; kill++)
        {
            // Some time after the first answers were kept.
            using var process = SampleProgram.Start([.. killed, .. options, "--concurrency", "2"]);
            await Task.WhenAny(process.EndAsync(), UntilAsync(() => Directory.Exists(_root.File("killed/cases.calls"))));
            await Task.WhenAny(process.EndAsync(), Task.Delay(random.Next(50, 500)));
            process.Kill();
            await process.EndAsync();
        }

        Assert.Equal(0, (await SampleProgram.RunAsync([.. killed, .. options])).Code);

        AssertSame("whole", "killed");
    }

    [Fact]
    public async Task Results_are_compared_and_those_of_other_protocols_are_not()
    {
        await Task.WhenAll(
            SampleProgram.RunAsync(Options("generic")),
            SampleProgram.RunAsync([.. Options("oracle"), "--model", "oracle"]),
            SampleProgram.RunAsync(Options("short", turns: 2)));

        var compared = await SampleProgram.RunAsync("compare", _root.File("generic"), _root.File("oracle"), "--out", _root.File("comparison"));
        var other = await SampleProgram.RunAsync("compare", _root.File("generic"), _root.File("short"), "--out", _root.File("other"));
        var nothing = await SampleProgram.RunAsync("compare", _root.File("generic"), _root.File("nowhere"));

        var pair = Assert.Single(compared.Figures.GetProperty("comparisons").EnumerateArray());
        Assert.Equal((0, "generic", "oracle", 6), (compared.Code, pair.GetProperty("first").GetString(), pair.GetProperty("second").GetString(), pair.GetProperty("cases").GetInt32()));
        Assert.True(pair.GetProperty("low").GetDouble() > 0.5);
        Assert.All((string[])["comparison.html", "comparison.md", "comparison.csv", "comparison.json"], file => Assert.True(File.Exists(_root.File($"comparison/{file}")), file));
        Assert.Equal((2, ""), (other.Code, other.Output));
        Assert.Contains("Turns", other.Error);
        Assert.False(Directory.Exists(_root.File("other")));
        Assert.Equal((2, ""), (nothing.Code, nothing.Output));
        Assert.Contains("nowhere", nothing.Error);
    }

    [Fact]
    public async Task Other_options_on_the_same_folder_are_refused_and_nothing_is_lost()
    {
        Assert.Equal(0, (await SampleProgram.RunAsync(Options("run"))).Code);
        var before = File.ReadAllBytes(_root.File("run/result.json"));

        var other = await SampleProgram.RunAsync([.. Options("run"), "--model", "oracle"]);

        Assert.Equal((2, ""), (other.Code, other.Output));
        Assert.Contains("--model: generic before, oracle now", other.Error);
        Assert.Equal(before, File.ReadAllBytes(_root.File("run/result.json")));
    }

    [Fact]
    public async Task A_dry_run_counts_what_a_run_asks_and_sends_nothing()
    {
        await using var server = await ServerAsync();
        string[] options = [.. Options("run"), .. Provider(server), "--judge-rounds", "2", "--check-drift", "--probe", "model"];

        var dry = await SampleProgram.RunAsync([.. options, "--dry-run"]);
        Assert.Empty(server.Requests);
        Assert.False(Directory.Exists(_root.File("run")));
        var run = await SampleProgram.RunAsync(options);

        Assert.Equal((0, 0), (dry.Code, run.Code));
        Assert.Equal(Count(run, "calls"), Count(dry, "calls"));
        Assert.Equal(Count(run, "calls"), server.Requests.Count);
    }

    [Fact]
    public async Task A_real_server_is_stopped_by_the_budget_and_goes_on_with_more_and_a_cache_saves_the_next_run()
    {
        await using var server = await ServerAsync();
        File.WriteAllText(_root.File("prices.json"), """{"currency": "EUR", "models": {"*": {"input": 1, "output": 4}}}""");
        string[] options = [.. Provider(server), "--prices", _root.File("prices.json"), "--concurrency", "2", "--cache", _root.File("cache.db")];

        var stopped = await SampleProgram.RunAsync([.. Options("run"), .. options, "--max-cost", "0.004"]);
        var done = await SampleProgram.RunAsync([.. Options("run"), .. options, "--max-cost", "5"]);
        var asked = server.Requests.Count;
        var again = await SampleProgram.RunAsync([.. Options("again"), .. options]);

        Assert.Equal((1, ""), (stopped.Code, stopped.Output));
        Assert.Contains("The budget of 0.004 EUR", stopped.Error);
        Assert.Equal((0, 6), (done.Code, Count(done, "cases")));
        Assert.All(server.Requests, request => Assert.Equal(0, request.AskedAgain));
        Assert.Equal((0, 6, asked), (again.Code, Count(again, "cases"), server.Requests.Count));
    }

    [Theory]
    [InlineData("--model must be generic or oracle where the provider is simulated; it was 'gpt'.", "--model", "gpt")]
    [InlineData("--provider openai needs --model NAME.", "--provider", "openai")]
    [InlineData("--judge-provider ollama needs --judge-model NAME.", "--judge-provider", "ollama")]
    [InlineData("--judge-endpoint needs --judge-provider openai or ollama.", "--judge-endpoint", "http://localhost")]
    [InlineData("--max-cost 3 needs --prices FILE.", "--max-cost", "3")]
    [InlineData("--turns must be a whole number between 1 and 100; it was '0'.", "--turns", "0")]
    [InlineData("--instructions: there is no file 'nowhere.txt'.", "--instructions", "nowhere.txt")]
    public async Task A_bad_command_line_is_one_clear_line_and_exit_code_2(string expected, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var command = new EvaluateCommand((_, _) => throw new InvalidOperationException("It ran."));

        Assert.Equal(2, await new Application(command, output, error).RunAsync(arguments));
        Assert.Equal(("", expected + Environment.NewLine), (output.ToString(), error.ToString()));
    }

    private static string? Text(SampleProgram.Ending ending, string name) => ending.Figures.GetProperty(name).GetString();

    private static int Count(SampleProgram.Ending ending, string name) => ending.Figures.GetProperty(name).GetInt32();

    private static double Number(SampleProgram.Ending ending, string name) => ending.Figures.GetProperty(name).GetDouble();

    private static string[] Provider(FaultInjectingServer server) =>
        ["--provider", "openai", "--endpoint", $"{server.Endpoint}", "--model", "assistant", "--judge-model", "judge", "--user-model", "user"];

    private static Task<FaultInjectingServer> ServerAsync()
    {
        var roles = SimulatedParticipants.Benchmark();
        return FaultInjectingServer.StartAsync(model => model switch { "user" => roles.User, "judge" => roles.Judge, _ => new Assistant(roles) }, new FaultOptions { Share = 0 });
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            await Task.Delay(20);
        }
    }

    private string[] Options(string folder, int cases = 6, int turns = 3) => ["--cases", $"{cases}", "--turns", $"{turns}", "--seed", "5", "--out", _root.File(folder)];

    private void AssertSame(string first, string second)
        => Assert.All(Made, file => Assert.Equal(File.ReadAllBytes(_root.File($"{first}/{file}")), File.ReadAllBytes(_root.File($"{second}/{file}"))));

    /// <summary>Answers users, and says who they are when it is asked for that.</summary>
    private sealed class Assistant(AloeRoles roles) : DelegatingChatClient(roles.Preferred)
    {
        public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var all = messages.ToList();
            return all[^1].Text.Contains("<known>", StringComparison.Ordinal)
                ? roles.Inducer.GetResponseAsync(all, options, cancellationToken)
                : base.GetResponseAsync(all, options, cancellationToken);
        }
    }
}
