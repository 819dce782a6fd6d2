using System.Collections.Concurrent;
using Aloe.Conversations;
using Aloe.Core.Tests.Doubles;
using Aloe.Data;
using Aloe.Randomness;
using Aloe.Runs;
using Microsoft.Extensions.AI;

namespace Aloe.Core.Tests.Runs;

/// <summary>A run that breaks off in the middle of its calls ends as if it had not, and asks nothing twice that was answered.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly IReadOnlyList<TreeRequest> _requests = ScriptedRoles.Requests(12);

    private string Trees => _folder.File("trees.jsonl");

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public async Task StoppedAtRandomCallsTheRunAsksEveryCallOnce(int concurrency)
    {
        await BuildAsync(_folder.File("direct.jsonl"), new ScriptedRoles().Roles, 5, CancellationToken.None);
        var whole = await File.ReadAllBytesAsync(_folder.File("direct.jsonl"));

        var answered = new ConcurrentDictionary<string, int>();
        var random = SeededRandom.For(concurrency, "stops");
        var starts = 0;
        for (var done = false; !done; starts++)
        {
            using var source = new CancellationTokenSource();
            var left = 1 + random.Next(60);
            IChatClient Stopping(IChatClient client, string role) => new CountingChatClient(client, role, answered, () =>
            {
                if (Interlocked.Decrement(ref left) == 0)
                {
                    source.Cancel();
                }
            });
            var script = new ScriptedRoles().Roles;
            var roles = new AloeRoles
            {
                User = Stopping(script.User, "user"),
                Inducer = Stopping(script.Inducer, "inducer"),
                Preferred = Stopping(script.Preferred, "preferred"),
                Rejected = Stopping(script.Rejected, "rejected"),
                Judge = Stopping(script.Judge, "judge"),
            };
            try
            {
                await BuildAsync(Trees, roles, concurrency, source.Token);
                done = true;
            }
            catch (OperationCanceledException)
            {
                // The next start goes on.
            }
        }

        Assert.InRange(starts, 3, 200);
        Assert.Equal(whole, await File.ReadAllBytesAsync(Trees));
        Assert.Equal(12 * 3 * 5, answered.Count);
        Assert.All(answered, call => Assert.Equal(1, call.Value));
    }

    [Fact]
    public async Task ACallUnderWayIsGivenUpAfterTheGraceEvenIfItDoesNotListen()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var asked = new TaskCompletionSource();
        var never = new TaskCompletionSource<ChatResponse>();
        var deaf = new ScriptedRoles
        {
            User = new ScriptedChatClient((_, _) =>
            {
                asked.TrySetResult();
                return never.Task;
            }),
        };
        using var source = new CancellationTokenSource();
        var run = new TreeRun(roles => new ConversationTreeBuilder(roles), deaf.Roles, Trees)
            .BuildAsync(_requests, new() { Turns = 3 }, new RunOptions { Time = time, Grace = TimeSpan.FromSeconds(4) }, cancellationToken: source.Token);
        await asked.Task;
        await source.CancelAsync();
        time.Advance(TimeSpan.FromSeconds(3.9));
        Assert.False(run.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task ACallThatIsAnsweredWithinTheGraceIsKept()
    {
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource<ChatResponse>();
        var slow = new ScriptedRoles
        {
            User = new ScriptedChatClient((_, _) =>
            {
                asked.TrySetResult();
                return answer.Task;
            }),
        };
        using var source = new CancellationTokenSource();
        var run = BuildAsync(Trees, slow.Roles, 1, source.Token);
        await asked.Task;
        await source.CancelAsync();
        answer.SetResult(ScriptedChatClient.Response("hello"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Single(slow.User.Calls);

        var end = await BuildAsync(Trees, new ScriptedRoles().Roles, 1, CancellationToken.None);
        Assert.Equal(1, end.Replayed);
        Assert.Equal("hello", (await new TreeFormat().ReadAsync(Trees).FirstAsync()).Turns[0].User);
    }

    [Fact]
    public async Task TooManyFailuresStopTheRun()
    {
        var failing = new ScriptedRoles { Inducer = new ScriptedChatClient(_ => throw new InvalidOperationException("no such model")) };
        var requests = ScriptedRoles.Requests(100);
        var failure = await Assert.ThrowsAsync<TooManyFailuresException>(() => new TreeRun(roles => new ConversationTreeBuilder(roles), failing.Roles, Trees)
            .BuildAsync(requests, new() { Turns = 3, Concurrency = 2 }, new RunOptions { MaxFailedShare = 0.25, FailedShareFrom = 10 }));
        Assert.Equal((10, 10), (failure.Failed, failure.Finished));
        Assert.Contains("no such model", failure.Message, StringComparison.Ordinal);
        Assert.Equal(10, await new FailedItemFormat().ReadAsync(_folder.File("failed.jsonl")).CountAsync());
        Assert.InRange(failing.User.Calls.Count, 10, 10 + (4 * 2));
    }

    public void Dispose() => _folder.Dispose();

    private Task<TreeRunProgress> BuildAsync(string path, AloeRoles roles, int concurrency, CancellationToken cancellationToken)
        => new TreeRun(each => new ConversationTreeBuilder(each), roles, path).BuildAsync(_requests, new() { Turns = 3, Seed = 5, Concurrency = concurrency }, cancellationToken: cancellationToken);

    /// <summary>Counts what is answered, and tells after each answer.</summary>
    private sealed class CountingChatClient(IChatClient inner, string role, ConcurrentDictionary<string, int> answered, Action after) : DelegatingChatClient(inner)
    {
        public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            var response = await base.GetResponseAsync(messages, options, CancellationToken.None);
            answered.AddOrUpdate($"{role} {options!.Seed}", 1, (_, count) => count + 1);
            after();
            return response;
        }
    }
}
