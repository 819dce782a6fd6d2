using Aloe.Conversations;
using Aloe.Core.Tests.Doubles;
using Aloe.Data;
using Aloe.Runs;

namespace Aloe.Core.Tests.Runs;

/// <summary>A run that is stopped anywhere ends as if it had not been.</summary>
public sealed class TreeRunTests : IDisposable
{
    private static readonly IReadOnlyList<TreeRequest> Requests = ScriptedRoles.Requests(4);

    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedRoles _script = new();
    private readonly ConversationTreeOptions _options = new() { Turns = 2, Seed = 1 };

    private string Trees => _folder.File("run/trees.jsonl");

    [Fact]
    public async Task ARunWritesEveryTreeInOrder()
    {
        var reports = new Reports<TreeRunProgress>();
        var end = await Run().BuildAsync(Requests, _options, progress: reports);
        var direct = await new ConversationTreeBuilder(_script.Roles).BuildAllAsync(Requests, _options).ToListAsync();
        Assert.Equal(direct, await new TreeFormat().ReadAsync(Trees).ToListAsync());
        Assert.Equal(new TreeRunProgress(4, 0, 4, 0, 40, 0, 0), end);
        Assert.Equal([0, 1, 2, 3, 4], reports.All.Select(report => report.Completed));
    }

    [Fact]
    public async Task WhereverTheFileIsCutOffTheRunEndsTheSame()
    {
        await Run().BuildAsync(Requests, _options);
        var whole = await File.ReadAllBytesAsync(Trees);
        for (var length = 0; length <= whole.Length; length += length % 97 == 0 ? 1 : 48)
        {
            await File.WriteAllBytesAsync(Trees, whole[..length]);
            var script = new ScriptedRoles();
            await Run(script).BuildAsync(Requests, _options);
            Assert.Equal(whole, await File.ReadAllBytesAsync(Trees));
            Assert.Equal((4 - whole.AsSpan(0, length).Count((byte)'\n')) * _options.Turns, script.Judge.Calls.Count);
        }
    }

    [Fact]
    public async Task ATornTailIsRemovedEvenIfItIsLongerThanWhatFollows()
    {
        await Run().BuildAsync(Requests, _options);
        var whole = await File.ReadAllTextAsync(Trees);
        await File.WriteAllTextAsync(Trees, whole + new string('x', 100_000));
        await Run().BuildAsync(Requests, _options);
        Assert.Equal(whole, await File.ReadAllTextAsync(Trees));
    }

    [Fact]
    public async Task AFailureIsListedTheRestGoesOnAndARetryEndsAsIfNothingHadFailed()
    {
        await Run().BuildAsync(Requests, _options);
        var whole = await File.ReadAllBytesAsync(Trees);
        File.Delete(Trees);

        var failing = new ScriptedRoles
        {
            Judge = new ScriptedChatClient(call => call.Options!.Seed % 5 == 0 ? throw new InvalidOperationException("down") : ScriptedRoles.IsInformedFirst(call) ? """{"preferred":"A"}""" : """{"preferred":"B"}"""),
        };
        var end = await Run(failing).BuildAsync(Requests, _options);
        Assert.InRange(end.Failed, 1, 3);
        Assert.Equal(4, end.Completed + end.Failed);
        var failed = await new FailedItemFormat().ReadAsync(_folder.File("run/failed.jsonl")).ToListAsync();
        Assert.All(failed, item => Assert.Equal(("judge", 1), (item.Role, item.Attempts)));
        Assert.All(failed, item => Assert.Contains("down", item.Cause, StringComparison.Ordinal));

        // Without being told to, a run does not touch what failed.
        Assert.Equal(end with { Asked = 0 }, await Run().BuildAsync(Requests, _options));

        var calls = _script.User.Calls.Count;
        var retried = await Run().BuildAsync(Requests, _options, new RunOptions { RetryFailed = true });
        Assert.Equal((4, 0), (retried.Completed, retried.Failed));
        Assert.Equal(whole, await File.ReadAllBytesAsync(Trees));
        Assert.Empty(await new FailedItemFormat().ReadAsync(_folder.File("run/failed.jsonl")).ToListAsync());

        // What the user of a failed tree had said is not asked again.
        Assert.Equal(calls + (4 * _options.Turns) - failing.User.Calls.Count, _script.User.Calls.Count);
    }

    [Fact]
    public async Task AFinishedRunMakesNoCallAndALongerOneGoesOn()
    {
        await Run().BuildAsync(Requests, _options);
        var calls = _script.User.Calls.Count;
        Assert.Equal(4, (await Run().BuildAsync(Requests, _options)).Completed);
        Assert.Equal(calls, _script.User.Calls.Count);

        Assert.Equal(6, (await Run().BuildAsync(ScriptedRoles.Requests(6), _options)).Completed);
        Assert.Equal(calls * 6 / 4, _script.User.Calls.Count);
    }

    [Fact]
    public async Task TiesOfKeptTreesAreCounted()
    {
        var tied = new ScriptedRoles { Judge = new ScriptedChatClient(_ => "tie") };
        await Run(tied).BuildAsync([.. Requests.Take(3)], _options);
        Assert.Equal((4, 6), await Run().BuildAsync(Requests, _options) is var end ? (end.Completed, end.Ties) : default);
    }

    [Theory]
    [InlineData("Seed: 1 before, 2 now")]
    [InlineData("Turns: 2 before, 3 now")]
    [InlineData("PreferredTrunkProbability: 0.5 before, 0.25 now")]
    [InlineData("JudgeAttempts: 2 before, 1 now")]
    [InlineData("Temperature: 0.8 before, 0.1 now")]
    public async Task OtherOptionsAreRefusedAndTheFileStays(string difference)
    {
        await Run().BuildAsync(Requests, _options);
        await File.AppendAllTextAsync(Trees, "torn");
        var before = await File.ReadAllBytesAsync(Trees);
        var other = new ConversationTreeOptions
        {
            Seed = difference[0] == 'S' ? 2 : 1,
            Turns = difference[0..2] == "Tu" ? 3 : 2,
            PreferredTrunkProbability = difference[0] == 'P' ? 0.25 : 0.5,
            JudgeAttempts = difference[0] == 'J' ? 1 : 2,
            Temperature = difference[0..2] == "Te" ? 0.1 : 0.8,
            Concurrency = 1,
        };
        var failure = await Assert.ThrowsAsync<RunDiffersException>(() => Run().BuildAsync(Requests, other));
        Assert.Contains(difference, failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Trees));
    }

    [Fact]
    public async Task OtherOrFewerRequestsAreRefused()
    {
        await Run().BuildAsync(Requests, _options);
        var reordered = await Assert.ThrowsAsync<RunDiffersException>(() => Run().BuildAsync([.. Requests.Reverse()], _options));
        Assert.Contains("result 2 is t2", reordered.Message, StringComparison.Ordinal);
        var fewer = await Assert.ThrowsAsync<RunDiffersException>(() => Run().BuildAsync([.. Requests.Take(2)], _options));
        Assert.Contains("result 3 is t3, which is not among the 2 items asked for", fewer.Message, StringComparison.Ordinal);
        var twice = await Assert.ThrowsAsync<ArgumentException>(() => Run().BuildAsync([.. Requests, Requests[0]], _options));
        Assert.Contains("t1", twice.Message, StringComparison.Ordinal);
        Assert.Equal(4, await new TreeFormat().ReadAsync(Trees).CountAsync());
    }

    [Fact]
    public async Task AnUnreadableLineInTheMiddleIsNamedAndTheFileStays()
    {
        await Run().BuildAsync(Requests, _options);
        var lines = await File.ReadAllLinesAsync(Trees);
        lines[1] = lines[1][..50];
        await File.WriteAllLinesAsync(Trees, lines);
        var before = await File.ReadAllBytesAsync(Trees);
        Assert.Equal(2, (await Assert.ThrowsAsync<DataFormatException>(() => Run().BuildAsync(Requests, _options))).Line);
        Assert.Equal(before, await File.ReadAllBytesAsync(Trees));
    }

    [Fact]
    public async Task AFileOfSomethingElseIsNotCutOff()
    {
        var path = _folder.Write("notes.txt", "one line, no line end");
        await Assert.ThrowsAsync<RunDiffersException>(() => Run(_script, path).BuildAsync(Requests, _options));
        Assert.Equal("one line, no line end", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task TwoRunsCannotWriteAtOnceAndReadersCanLookOn()
    {
        var asked = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var slow = new ScriptedRoles
        {
            User = new ScriptedChatClient(async (_, _) =>
            {
                asked.TrySetResult();
                await release.Task;
                return ScriptedChatClient.Response("hello");
            }),
        };
        var first = Run(slow).BuildAsync(Requests, _options);
        await asked.Task;
        var second = await Assert.ThrowsAsync<RunLockedException>(() => Run().BuildAsync(Requests, _options));
        Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName}", second.Message, StringComparison.Ordinal);
        Assert.Equal(0, await new TreeFormat().ReadAsync(Trees).CountAsync());
        release.SetResult();
        Assert.Equal(4, (await first).Completed);
    }

    public void Dispose() => _folder.Dispose();

    private TreeRun Run() => Run(_script);

    private TreeRun Run(ScriptedRoles script, string? path = null) => new(roles => new ConversationTreeBuilder(roles), script.Roles, path ?? Trees);
}
