using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Aloe.Prompts;
using Aloe.Simulation;

namespace Aloe.Samples.EndToEnd.Tests;

/// <summary>The program as a user meets it: as a process, with real files, real training and real signals.</summary>
public sealed class TinyRunTests(TinyRun run) : IClassFixture<TinyRun>
{
    private static readonly string[] Stages = ["personas", "trees", "sft", "dpo", "benchmark", "report"];
    private static readonly string[] Made = ["personas.jsonl", "trees.jsonl", .. Sample.Models.Select(model => $"benchmark/{model}.json")];

    [Fact]
    public void Everything_is_there_and_says_what_it_rests_on()
    {
        Assert.Equal(8, File.ReadLines(At("trees.jsonl")).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()).Distinct().Count());
        Assert.Equal(6, File.ReadLines(At("personas.jsonl")).Count());
        Assert.Equal(6 * 10, File.ReadLines(At("conversations.jsonl")).Count());
        using var summary = JsonDocument.Parse(File.ReadAllText(At("summary.json")));
        Assert.Equal("simulated", summary.RootElement.GetProperty("participants").GetString());
        Assert.Equal(5, summary.RootElement.GetProperty("seed").GetInt64());
        Assert.Equal(Stages, summary.RootElement.GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("name").GetString()));
        Assert.InRange(summary.RootElement.GetProperty("peakMemoryMiB").GetInt32(), 50, 3_072);
        Assert.Contains("participants: simulated", run.Output);
        Assert.Contains("<strong>participants: simulated</strong>", File.ReadAllText(At("report.html")));
        Assert.All(File.ReadLines(At("conversations.jsonl")), line => Assert.Contains("\"participants\":\"simulated\"", line));
    }

    [Fact]
    public void Manifest_has_the_hash_of_every_file_and_what_made_it()
    {
        using var manifest = JsonDocument.Parse(File.ReadAllText(At("manifest.json")));
        var files = manifest.RootElement.GetProperty("files").EnumerateObject().ToDictionary(file => file.Name, file => file.Value.GetString());
        foreach (var (name, hash) in files)
        {
            Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(At(name)))));
        }

        Assert.Superset(new HashSet<string> { "personas.jsonl", "trees.jsonl", "summary.json", "report.html", "al.png", "checkpoints/sft/model.safetensors", "checkpoints/dpo/model.safetensors" }, files.Keys.ToHashSet());
        Assert.Equal("5", manifest.RootElement.GetProperty("settings").GetProperty("--seed").GetString());
        Assert.StartsWith(PromptSet.Default.Version, manifest.RootElement.GetProperty("settings").GetProperty("prompts").GetString());
        Assert.Equal("0.107.0", manifest.RootElement.GetProperty("packages").GetProperty("TorchSharp").GetString());
    }

    [Fact]
    public async Task A_finished_run_is_not_redone()
    {
        var before = File.GetLastWriteTimeUtc(At("report.html"));
        var (code, output, error) = await SampleProcess.RunAsync(null, run.Options(run.Folder));
        Assert.Equal((0, ""), (code, error));
        Assert.All(Stages, stage => Assert.Matches($@"\] {stage} +already done", output));
        Assert.Equal(before, File.GetLastWriteTimeUtc(At("report.html")));
    }

    [Fact]
    public async Task Other_options_on_the_same_folder_are_refused()
    {
        var (code, output, error) = await SampleProcess.RunAsync(null, [.. run.Options(run.Folder), "--device", "cuda"]);
        Assert.Equal((2, ""), (code, output));
        Assert.Equal($"'{run.Folder}' was started with other options (--device cpu, now cuda): repeat those, or use another --out.", error.TrimEnd());
    }

    [Fact]
    public async Task Killed_again_and_again_it_ends_with_the_same_files_and_does_no_stage_twice()
    {
        var folder = run.Beside("killed");
        string[] options = [.. run.Options(folder), "--concurrency", "3"]; // Which must not matter either.
        var random = new Random(7);
        var outputs = new List<string>();
        for (var done = 0; done < 5; done++)
        {
            // At a random moment of each stage in turn: a little after the end of the one before.
            using var process = SampleProcess.Start(null, options);
            await process.WaitForAsync(line => done == 0 ? line.StartsWith("Aloe", StringComparison.Ordinal) : line.StartsWith($"[{done}/6]", StringComparison.Ordinal) && line.Contains("done"));
            await Task.WhenAny(process.EndAsync(), Task.Delay(random.Next(20, 600)));
            process.Kill();
            outputs.Add((await process.EndAsync()).Output);
        }

        var (code, output, error) = await SampleProcess.RunAsync(null, options);
        outputs.Add(output);
        Assert.Equal((0, ""), (code, error));
        Assert.All(Made, file => Assert.Equal(File.ReadAllBytes(At(file)), File.ReadAllBytes(Path.Combine(folder, file))));
        Assert.All(Stages, stage => Assert.InRange(Regex.Count(string.Concat(outputs), $@"\] {stage} +done in"), 0, 1));
    }

    [Fact]
    public async Task A_second_process_on_the_folder_is_refused()
    {
        var folder = run.Beside("shared");
        using var first = SampleProcess.Start(null, run.Options(folder));
        await first.WaitForAsync(static line => line.StartsWith("Aloe", StringComparison.Ordinal));
        var (code, output, error) = await SampleProcess.RunAsync(null, run.Options(folder));
        first.Kill();
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("Another process is working in", error);
    }

    [Fact]
    public async Task Over_http_the_run_is_the_same_and_the_key_stays_where_it_belongs()
    {
        const string key = "sk-loopback-91c2";
        var roles = SimulatedParticipants.Training();
        await using var server = await LoopbackModelServer.StartAsync(model => model switch
        {
            "user" => roles.User,
            "inducer" => roles.Inducer,
            "judge" => roles.Judge,
            "rejected" => roles.Rejected,
            "author" => roles.Author,
            _ => roles.Preferred,
        });
        var folder = run.Beside("http");
        string[] provider =
        [
            "--provider", "openai", "--endpoint", server.Address + "/v1", "--model", "responder",
            "--user-model", "user", "--inducer-model", "inducer", "--rejected-model", "rejected", "--judge-model", "judge", "--author-model", "author",
        ];
        var (code, output, error) = await SampleProcess.RunAsync(key, [.. run.Options(folder), .. provider]);

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("participants: openai: author, inducer, judge, rejected, responder, user", output);
        Assert.DoesNotContain("simulated", File.ReadAllText(Path.Combine(folder, "summary.json")));
        Assert.All(new[] { "personas.jsonl", "trees.jsonl" }, file => Assert.Equal(File.ReadAllBytes(At(file)), File.ReadAllBytes(Path.Combine(folder, file))));

        Assert.All(server.Requests, request => Assert.Equal($"Bearer {key}", request.Headers["Authorization"]));
        Assert.DoesNotContain(server.Requests, request => request.Body.ToJsonString().Contains(key));
        Assert.DoesNotContain(key, output);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf("sk-loopback-91c2"u8));
        }
    }

    [Fact]
    public async Task A_server_that_fails_ends_the_run_with_one_line_without_the_key()
    {
        await using var server = await LoopbackModelServer.StartAsync(_ => new ScriptedChatClient((_, _) => ""));
        server.Refusal = (401, "Incorrect API key provided: sk-loopback-91c2.");
        var (code, output, error) = await SampleProcess.RunAsync(
            "sk-loopback-91c2", [.. run.Options(run.Beside("refused")), "--provider", "openai", "--endpoint", server.Address + "/v1", "--model", "m"]);
        Assert.Equal(1, code);
        Assert.DoesNotContain("sk-loopback-91c2", output + error);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.Contains("The same command continues where it stopped.", error);
    }

    private string At(string file) => Path.Combine(run.Folder, file);
}
