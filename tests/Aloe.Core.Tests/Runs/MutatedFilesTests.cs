using Aloe.Conversations;
using Aloe.Core.Tests.Doubles;
using Aloe.Data;
using Aloe.Randomness;
using Aloe.Runs;

namespace Aloe.Core.Tests.Runs;

/// <summary>Whatever happened to the files of a run: it ends as it should, or an error names the file. It never crashes and loses nothing silently.</summary>
public sealed class MutatedFilesTests : IDisposable
{
    private const string Journal = "trees.calls/calls-000001.log";

    private static readonly IReadOnlyList<TreeRequest> Requests = ScriptedRoles.Requests(6);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task AThousandMutatedRunFoldersEndWellOrWithAnErrorThatNamesTheFile()
    {
        await BreakOffAsync(_folder.File("begun"));
        string[] files = ["trees.jsonl", "trees.run.json", "failed.jsonl", Journal];
        var content = files.ToDictionary(file => file, file => File.ReadAllBytes(Path.Combine(_folder.File("begun"), file)));
        var whole = await ContinueAsync(content);
        var random = SeededRandom.For(3, "mutations");
        var errors = 0;
        for (var round = 0; round < 1_000; round++)
        {
            var file = files[round % files.Length];
            var mutated = new Dictionary<string, byte[]>(content) { [file] = Mutate(content[file], random) };
            try
            {
                Check(file, round, whole, await ContinueAsync(mutated));
            }
            catch (Exception failure) when (failure is DataFormatException or RunDiffersException)
            {
                errors++;
                Assert.True(file != Journal, $"round {round}: the journal is no reason not to go on: {failure}");
                Assert.Contains(_folder.File("again"), failure.Message, StringComparison.Ordinal);
            }
            catch (Exception failure)
            {
                Assert.Fail($"round {round}, {file}: {failure}");
            }
        }

        Assert.InRange(errors, 200, 800);
    }

    [Fact]
    public async Task MutatedPersonasAreReadOrRefusedWithTheirLine()
    {
        var path = _folder.File("personas.jsonl");
        var personas = Enumerable.Range(0, 4).Select(i => Persona.Create($"She is {i}. Grüße 😀", "She is blunt.")).ToList();
        await new PersonaFormat().WriteAsync(path, personas);
        var whole = await File.ReadAllBytesAsync(path);
        var random = SeededRandom.For(4, "mutations");
        for (var round = 0; round < 1_000; round++)
        {
            await File.WriteAllBytesAsync(path, Mutate(whole, random));
            try
            {
                await new PersonaFormat().ReadAsync(path).CountAsync();
            }
            catch (DataFormatException failure)
            {
                Assert.StartsWith($"{path}, line {failure.Line}", failure.Message, StringComparison.Ordinal);
            }
        }
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>One tree fails, and the run is stopped in the middle of a later one.</summary>
    private static async Task BreakOffAsync(string folder)
    {
        using var source = new CancellationTokenSource();
        var (verdicts, messages) = (0, 0);
        var script = new ScriptedRoles();
        var breaking = new ScriptedRoles
        {
            User = new ScriptedChatClient((call, token) =>
            {
                if (++messages == 10)
                {
                    source.Cancel();
                }

                return script.User.GetResponseAsync(call.Messages, call.Options, CancellationToken.None);
            }),
            Judge = new ScriptedChatClient((call, token) => ++verdicts == 3 ? throw new InvalidOperationException("down") : script.Judge.GetResponseAsync(call.Messages, call.Options, token)),
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => BuildAsync(folder, breaking, source.Token));
    }

    /// <summary>Goes on with a run and returns the trees and the failed items.</summary>
    private async Task<(byte[] Trees, int Failed)> ContinueAsync(Dictionary<string, byte[]> content)
    {
        var folder = _folder.File("again");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach (var (file, bytes) in content)
        {
            var path = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, bytes);
        }

        var end = await BuildAsync(folder, new ScriptedRoles(), CancellationToken.None);
        Assert.Equal(Requests.Count, end.Completed + end.Failed);
        return (await File.ReadAllBytesAsync(Path.Combine(folder, "trees.jsonl")), end.Failed);
    }

    private static Task<TreeRunProgress> BuildAsync(string folder, ScriptedRoles script, CancellationToken cancellationToken)
        => new TreeRun(roles => new ConversationTreeBuilder(roles), script.Roles, Path.Combine(folder, "trees.jsonl"))
            .BuildAsync(Requests, new() { Turns = 2, Seed = 1, Concurrency = 1 }, cancellationToken: cancellationToken);

    /// <summary>A text that was changed within a line of trees cannot be noticed; everything else is as in the run whose files are whole.</summary>
    private static void Check(string file, int round, (byte[] Trees, int Failed) whole, (byte[] Trees, int Failed) now)
    {
        if (file != "trees.jsonl" && now.Failed == whole.Failed)
        {
            Assert.True(whole.Trees.AsSpan().SequenceEqual(now.Trees), $"round {round}, {file}: other trees");
        }

        Assert.Equal(Requests.Count - now.Failed, now.Trees.Count((byte)'\n'));
    }

    private static byte[] Mutate(byte[] bytes, SeededRandom random)
    {
        var (from, length) = (random.Next(bytes.Length), 1 + random.Next(60));
        var end = Math.Min(bytes.Length, from + length);
        var part = bytes[from..end];
        return random.Next(6) switch
        {
            0 => bytes[..from],
            1 => [.. bytes[..from], .. bytes[end..]],
            2 => [.. bytes[..end], .. bytes[from..]],
            3 => [.. bytes[..from], .. part.Select(_ => (byte)0), .. bytes[end..]],
            4 => [.. bytes[..from], .. part.Select(_ => (byte)random.Next(256)), .. bytes[end..]],
            _ => [.. bytes[..from], (byte)(bytes[from] ^ (1 << random.Next(8))), .. bytes[(from + 1)..]],
        };
    }
}
