using Aloe.Core.Tests.Doubles;
using Aloe.Randomness;

namespace Aloe.Core.Tests.Runs;

/// <summary>Runs in processes of their own that are killed, or that the disk has no room for.</summary>
public sealed class KillTests : IDisposable
{
    public const int Concurrency = 4;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task KilledTwentyTimesAtRandomMomentsTheFileIsThatOfAnUninterruptedRun()
    {
        var whole = await WholeAsync();
        var killed = Directory.CreateDirectory(_folder.File("killed")).FullName;
        var random = SeededRandom.For(7, "kills");
        for (var kill = 0; kill < 20; kill++)
        {
            var (code, output) = await RunProcess.RunAsync(killed, death: 1 + random.Next(100));
            Assert.True(code is not (0 or RunProcess.TestFailed), $"The process was to be killed and ended with {code}:\n{output}");
        }

        var end = await RunProcess.BuildAsync(killed, new ScriptedRoles().Roles, Concurrency);
        Assert.Equal(whole, await File.ReadAllBytesAsync(Path.Combine(killed, "trees.jsonl")));
        Assert.Equal((RunProcess.Requests.Count, 0), (end.Completed, end.Failed));

        // Only what was on its way when a process died is asked again: per open tree one call, or those of both responders.
        var asked = new FileInfo(Path.Combine(killed, "asked")).Length + end.Asked;
        Assert.InRange(asked, RunProcess.Requests.Count * 15, (RunProcess.Requests.Count * 15) + (20 * Concurrency * 2));
    }

    [Fact]
    public async Task AFullDiskStopsTheRunLosesNothingAndTheNextStartGoesOn()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a limit on the length of files, as POSIX shells set it");
        var whole = await WholeAsync();
        var full = Directory.CreateDirectory(_folder.File("full")).FullName;
        var (code, output) = await RunProcess.RunAsync(full, death: 0, "trap '' XFSZ; ulimit -f 64");
        Assert.Equal(RunProcess.TestFailed, code);
        Assert.Contains("RunStorageException", output, StringComparison.Ordinal);
        Assert.Contains("calls-000001.log cannot be written", output, StringComparison.Ordinal);

        var answered = new FileInfo(Path.Combine(full, "asked")).Length;
        var end = await RunProcess.BuildAsync(full, new ScriptedRoles().Roles, Concurrency);
        Assert.Equal(whole, await File.ReadAllBytesAsync(Path.Combine(full, "trees.jsonl")));
        Assert.InRange(answered, 20, RunProcess.Requests.Count * 15);

        // The answers that found no room, and no others, are asked for again.
        Assert.InRange(answered + end.Asked, RunProcess.Requests.Count * 15, (RunProcess.Requests.Count * 15) + (2 * Concurrency));
        Assert.Equal(0, end.DamagedRecords);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<byte[]> WholeAsync()
    {
        await RunProcess.BuildAsync(_folder.File("whole"), new ScriptedRoles().Roles, 1);
        return await File.ReadAllBytesAsync(_folder.File("whole/trees.jsonl"));
    }
}
