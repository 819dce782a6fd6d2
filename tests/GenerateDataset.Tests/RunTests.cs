using System.Text.Json;
using Aloe.Personas;
using Aloe.Samples.GenerateDataset.CommandLine;
using Aloe.Samples.Tests;
using Aloe.Simulation;
using Aloe.Testing;
using Microsoft.Extensions.AI;

namespace Aloe.Samples.GenerateDataset.Tests;

/// <summary>The program as a user meets it: as a process, with real files and signals.</summary>
public sealed class RunTests : IDisposable
{
    private static readonly string[] Made = ["personas.jsonl", "trees.jsonl", "training/dpo.train.jsonl", "training/sft.validation.jsonl", "training/conversations.train.jsonl"];

    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Everything_is_there_and_counted()
    {
        var ending = await SampleProgram.RunAsync(Options("run"));

        Assert.Equal(0, ending.Code);
        Assert.Equal((20, 10, 0), (Count(ending, "personas"), Count(ending, "trees"), Count(ending, "failed_trees")));
        Assert.Equal("simulated", ending.Figures.GetProperty("participants").GetString());
        Assert.Equal(10, Count(ending, "training_trees") + Count(ending, "validation_trees") + Count(ending, "dropped_trees"));
        Assert.Equal(10, Lines("run", "trees.jsonl").Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()).Distinct().Count());
        Assert.Equal(20, Lines("run", "personas.jsonl").Distinct().Count());
        string[] files = [.. Made, "training/dpo.train.parquet", "viewer.html", "card.html", "profiles.html", "run-report.json"];
        Assert.All(files, file => Assert.True(new FileInfo(_root.File($"run/{file}")).Length > 0, file));
        Assert.Equal(ending.Output.Trim(), File.ReadAllText(_root.File("run/counts.json")).Trim());
    }

    [Fact]
    public async Task Killed_again_and_again_it_ends_with_the_same_files()
    {
        var whole = await SampleProgram.RunAsync(Options("whole", trees: 60));
        Assert.Equal(0, whole.Code);
        var random = new Random(4);
        for (var kill = 0; kill < 3; kill++)
        {
            // Some time after the first answers were kept.
            using var process = SampleProgram.Start([.. Options("killed", trees: 60), "--concurrency", "3"]);
            await Task.WhenAny(process.EndAsync(), UntilAsync(() => Directory.Exists(_root.File("killed/trees.calls"))));
            await Task.WhenAny(process.EndAsync(), Task.Delay(random.Next(10, 300)));
            process.Kill();
            await process.EndAsync();
        }

        var last = await SampleProgram.RunAsync(Options("killed", trees: 60));

        Assert.Equal(0, last.Code);
        Assert.All(Made, file => Assert.Equal(File.ReadAllBytes(_root.File($"whole/{file}")), File.ReadAllBytes(_root.File($"killed/{file}"))));
    }

    [Fact]
    public async Task Other_options_on_the_same_folder_are_refused_and_more_trees_are_not()
    {
        Assert.Equal(0, (await SampleProgram.RunAsync(Options("run"))).Code);

        var other = await SampleProgram.RunAsync(Options("run", seed: 9));
        var more = await SampleProgram.RunAsync(Options("run", trees: 14));

        Assert.Equal((2, ""), (other.Code, other.Output));
        Assert.Contains("--seed: 5 before, 9 now", other.Error);
        Assert.Equal((0, 14), (more.Code, Count(more, "trees")));
    }

    [Fact]
    public async Task A_dry_run_sends_nothing_and_writes_nothing()
    {
        await using var server = await FaultInjectingServer.StartAsync(new ScriptedChatClient("never"));
        File.WriteAllText(_root.File("prices.json"), """{"currency": "EUR", "models": {"*": {"input": 1, "output": 4}}}""");

        var ending = await SampleProgram.RunAsync([.. Options("dry"), "--dry-run", "--provider", "openai", "--endpoint", $"{server.Endpoint}", "--model", "m", "--prices", _root.File("prices.json")]);

        Assert.Equal(0, ending.Code);
        Assert.Empty(server.Requests);
        Assert.False(Directory.Exists(_root.File("dry")));
        Assert.Equal(10 * 10 * 5, Count(ending, "calls"));
        Assert.True(ending.Figures.GetProperty("cost").GetDecimal() > 0);
        Assert.Contains("Nothing was sent.", ending.Error);
    }

    [Fact]
    public async Task The_run_stops_before_it_costs_too_much_and_goes_on_with_more()
    {
        await using var server = await SimulatedServerAsync();
        File.WriteAllText(_root.File("prices.json"), """{"currency": "EUR", "models": {"*": {"input": 1, "output": 4}}}""");
        string[] options = [.. Options("run"), .. Provider(server), "--prices", _root.File("prices.json"), "--concurrency", "2"];

        var stopped = await SampleProgram.RunAsync([.. options, "--max-cost", "0.05"]);
        var done = await SampleProgram.RunAsync([.. options, "--max-cost", "50"]);

        Assert.Equal((1, ""), (stopped.Code, stopped.Output));
        Assert.Contains("The budget of 0.05 EUR", stopped.Error);
        Assert.DoesNotContain("   at ", stopped.Error);
        Assert.Equal((0, 10), (done.Code, Count(done, "trees")));
        Assert.All(server.Requests, request => Assert.Equal(0, request.AskedAgain));
    }

    [Fact]
    public async Task Failed_trees_are_told_and_taken_up_again()
    {
        var roles = SimulatedParticipants.Dataset();
        var isDown = true;
        await using var server = await FaultInjectingServer.StartAsync(model => Client(roles, model, () => isDown), new FaultOptions { Share = 0 });
        string[] options = [.. Options("run"), .. Provider(server), "--max-failed", "100"];

        var first = await SampleProgram.RunAsync(options);
        isDown = false;
        var second = await SampleProgram.RunAsync([.. options, "--retry-failed"]);

        Assert.Equal((0, 9, 1), (first.Code, Count(first, "trees"), Count(first, "failed_trees")));
        Assert.Contains("--retry-failed takes them up again", first.Error);
        Assert.Equal((0, 10, 0), (second.Code, Count(second, "trees"), Count(second, "failed_trees")));
    }

    [Fact]
    public async Task An_interrupted_run_says_how_to_go_on()
    {
        using var process = SampleProgram.Start(Options("run", trees: 2_000));
        await Task.WhenAny(process.EndAsync(), UntilAsync(() => Directory.Exists(_root.File("run/trees.calls"))));
        process.Interrupt();

        var ending = await process.EndAsync();

        Assert.Equal((130, ""), (ending.Code, ending.Output));
        Assert.EndsWith("Interrupted. The same command continues where it stopped.\n", ending.Error);
    }

    [Theory]
    [InlineData("--trees must be a whole number between 1 and 1000000; it was 'many'.", "--trees", "many")]
    [InlineData("--max-cost 3 needs --prices FILE.", "--max-cost", "3")]
    [InlineData("--max-cost must be a number above 0; it was '-1'.", "--max-cost", "-1")]
    [InlineData("--max-failed must be a number from 0 to 100; it was '101'.", "--max-failed", "101")]
    [InlineData("--prices: there is no file 'nowhere.json'.", "--prices", "nowhere.json")]
    [InlineData("--provider openai needs --model NAME.", "--provider", "openai")]
    [InlineData("Unrecognized command or argument '--tree'.", "--tree")]
    public async Task A_bad_command_line_is_one_clear_line_and_exit_code_2(string expected, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var command = new GenerateCommand((_, _) => throw new InvalidOperationException("It ran."));

        Assert.Equal(2, await new Application(command, output, error).RunAsync(arguments));
        Assert.Equal(("", expected + Environment.NewLine), (output.ToString(), error.ToString()));
    }

    private static int Count(SampleProgram.Ending ending, string name) => ending.Figures.GetProperty(name).GetInt32();

    private static string[] Provider(FaultInjectingServer server) =>
    [
        "--provider", "openai", "--endpoint", $"{server.Endpoint}", "--model", "responder",
        "--user-model", "user", "--inducer-model", "inducer", "--rejected-model", "rejected", "--judge-model", "judge", "--author-model", "author",
    ];

    private static Task<FaultInjectingServer> SimulatedServerAsync()
    {
        var roles = SimulatedParticipants.Dataset();
        return FaultInjectingServer.StartAsync(model => Client(roles, model, () => false), new FaultOptions { Share = 0 });
    }

    /// <summary>Who answers for a model; a user that is down says nothing to one person.</summary>
    private static IChatClient Client(AloeRoles roles, string model, Func<bool> isDown) => model switch
    {
        "user" => new ScriptedChatClient(async (call, stop) => isDown() && call.Messages[0].Text.Contains(SeedPersonas.Profiles[0], StringComparison.Ordinal)
            ? new ChatResponse(new ChatMessage(ChatRole.Assistant, " "))
            : await roles.User.GetResponseAsync(call.Messages, call.Options, stop)),
        "inducer" => roles.Inducer,
        "judge" => roles.Judge,
        "rejected" => roles.Rejected,
        "author" => roles.Author,
        _ => roles.Preferred,
    };

    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            await Task.Delay(20);
        }
    }

    private string[] Options(string folder, int trees = 10, int seed = 5) => ["--personas", "20", "--trees", $"{trees}", "--seed", $"{seed}", "--out", _root.File(folder)];

    private string[] Lines(string folder, string file) => File.ReadAllLines(_root.File($"{folder}/{file}"));
}
