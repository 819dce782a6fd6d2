using Aloe.Conversations;
using Aloe.Core.Tests.Doubles;
using Aloe.Data;

namespace Aloe.Core.Tests.Data;

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
        var reports = new Reports<TreeProgress>();
        var end = await Run().BuildAsync(Requests, _options, reports);
        var direct = await new ConversationTreeBuilder(_script.Roles).BuildAllAsync(Requests, _options).ToListAsync();
        Assert.Equal(direct, await new TreeFormat().ReadAsync(Trees).ToListAsync());
        Assert.Equal(new TreeProgress(4, 4, 0), end);
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
            await new TreeRun(new ConversationTreeBuilder(script.Roles), Trees).BuildAsync(Requests, _options);
            Assert.Equal(whole, await File.ReadAllBytesAsync(Trees));
            Assert.Equal((4 - whole.AsSpan(0, length).Count((byte)'\n')) * _options.Turns, script.Judge.Calls.Count);
        }
    }

    [Fact]
    public async Task AFailureKeepsTheTreesBeforeItAndTheNextRunGoesOn()
    {
        await Run().BuildAsync(Requests, _options);
        var whole = await File.ReadAllBytesAsync(Trees);
        File.Delete(Trees);

        var calls = 0;
        var failing = new ScriptedRoles
        {
            Judge = new ScriptedChatClient(call => ++calls > 5 ? throw new InvalidOperationException("down") : ScriptedRoles.IsInformedFirst(call) ? """{"preferred":"A"}""" : """{"preferred":"B"}"""),
        };
        var one = new ConversationTreeOptions { Turns = 2, Seed = 1, Concurrency = 1 };
        await Assert.ThrowsAsync<ConversationTreeException>(
            () => new TreeRun(new ConversationTreeBuilder(failing.Roles), Trees).BuildAsync(Requests, one));
        Assert.Equal(2, await new TreeFormat().ReadAsync(Trees).CountAsync());

        await Run().BuildAsync(Requests, _options);
        Assert.Equal(whole, await File.ReadAllBytesAsync(Trees));
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
        await new TreeRun(new ConversationTreeBuilder(tied.Roles), Trees).BuildAsync([.. Requests.Take(3)], _options);
        Assert.Equal(new TreeProgress(4, 4, 6), await Run().BuildAsync(Requests, _options));
    }

    [Theory]
    [InlineData("Seed 1 and 2")]
    [InlineData("Turns 2 and 3")]
    [InlineData("PreferredTrunkProbability 0.5 and 0.25")]
    [InlineData("JudgeAttempts 2 and 1")]
    [InlineData("Temperature 0.8 and 0.1")]
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
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Run().BuildAsync(Requests, other));
        Assert.Contains(difference, failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Trees));
    }

    [Fact]
    public async Task OtherOrFewerRequestsAreRefused()
    {
        await Run().BuildAsync(Requests, _options);
        var reordered = await Assert.ThrowsAsync<InvalidOperationException>(() => Run().BuildAsync([.. Requests.Reverse()], _options));
        Assert.Contains("tree 1 is t1, asked for is t4", reordered.Message, StringComparison.Ordinal);
        var fewer = await Assert.ThrowsAsync<InvalidOperationException>(() => Run().BuildAsync([.. Requests.Take(2)], _options));
        Assert.Contains("more than the 2 trees", fewer.Message, StringComparison.Ordinal);
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
        await Assert.ThrowsAsync<InvalidOperationException>(() => new TreeRun(new ConversationTreeBuilder(_script.Roles), path).BuildAsync(Requests, _options));
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
        var first = new TreeRun(new ConversationTreeBuilder(slow.Roles), Trees).BuildAsync(Requests, _options);
        await asked.Task;
        await Assert.ThrowsAnyAsync<IOException>(() => Run().BuildAsync(Requests, _options));
        Assert.Equal(0, await new TreeFormat().ReadAsync(Trees).CountAsync());
        release.SetResult();
        Assert.Equal(4, (await first).Completed);
    }

    public void Dispose() => _folder.Dispose();

    private TreeRun Run() => new(new ConversationTreeBuilder(_script.Roles), Trees);
}
