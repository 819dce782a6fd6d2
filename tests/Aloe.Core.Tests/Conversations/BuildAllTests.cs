using Aloe.Conversations;
using Aloe.Core.Tests.Doubles;
using Aloe.Data;
using Aloe.Prompts;
using Microsoft.Extensions.AI;

namespace Aloe.Core.Tests.Conversations;

/// <summary>Many trees at once: order, determinism, bounds, failures and cancellation.</summary>
public sealed class BuildAllTests
{
    // With these, the system message of the user role is the id of the tree.
    private static readonly PromptSet Prompts = PromptSet.Default with { User = "{profile}" };

    [Fact]
    public async Task ConcurrencyDoesNotChangeAByte()
    {
        var requests = ScriptedRoles.Requests(40);
        var one = await BytesAsync(concurrency: 1);
        var many = await BytesAsync(concurrency: 32);
        Assert.Equal(one, many);

        async Task<byte[]> BytesAsync(int concurrency)
        {
            // Answers come back out of order when several trees are under way.
            var script = new ScriptedRoles { User = new ScriptedChatClient(Shuffling) };
            var options = new ConversationTreeOptions { Turns = 3, Concurrency = concurrency, Seed = 9 };
            var trees = await new ConversationTreeBuilder(script.Roles).BuildAllAsync(requests, options).ToListAsync();
            return [.. trees.SelectMany(new TreeFormat().Line)];
        }

        static async Task<ChatResponse> Shuffling(RecordedCall call, CancellationToken token)
        {
            for (var i = call.Options!.Seed!.Value % 7; i > 0; i--)
            {
                await Task.Yield();
            }

            return ScriptedChatClient.Response($"hello {call.Options.Seed}");
        }
    }

    [Fact]
    public async Task TreesComeInTheOrderOfTheRequestsWithProgress()
    {
        var reports = new Reports<TreeProgress>();
        var script = new ScriptedRoles { Judge = new ScriptedChatClient(_ => "tie") };
        var options = new ConversationTreeOptions { Turns = 2, Concurrency = 3 };
        var trees = await new ConversationTreeBuilder(script.Roles).BuildAllAsync(ScriptedRoles.Requests(7), options, reports).ToListAsync();
        Assert.Equal(["t1", "t2", "t3", "t4", "t5", "t6", "t7"], trees.Select(tree => tree.Id));
        Assert.Equal(Enumerable.Range(1, 7).Select(done => new TreeProgress(done, 7, 2 * done)), reports.All);
    }

    [Fact]
    public async Task ASlowTreeHoldsUpAtMostTwiceTheConcurrency()
    {
        const int Concurrency = 3;
        var release = new TaskCompletionSource();
        var delivered = 0;
        var started = 0;
        var mostAhead = 0;
        var script = new ScriptedRoles
        {
            User = new ScriptedChatClient(async (_, _) =>
            {
                var mine = Interlocked.Increment(ref started);
                InterlockedMax(ref mostAhead, mine - Volatile.Read(ref delivered));
                if (mine == 2 * Concurrency)
                {
                    release.SetResult();
                }

                // The tree that starts first waits until all that may run ahead of it have begun.
                await (mine == 1 ? release.Task : Task.CompletedTask);
                return ScriptedChatClient.Response("hello");
            }),
        };
        var options = new ConversationTreeOptions { Turns = 1, Concurrency = Concurrency };
        await foreach (var _ in new ConversationTreeBuilder(script.Roles).BuildAllAsync(ScriptedRoles.Requests(50), options))
        {
            Interlocked.Increment(ref delivered);
        }

        Assert.Equal(50, delivered);
        Assert.Equal(2 * Concurrency, mostAhead);
    }

    [Fact]
    public async Task NoMoreTreesThanTheConcurrencyAreUnderWay()
    {
        var now = 0;
        var most = 0;
        var script = new ScriptedRoles
        {
            User = new ScriptedChatClient(async (_, _) =>
            {
                InterlockedMax(ref most, Interlocked.Increment(ref now));
                await Task.Yield();
                Interlocked.Decrement(ref now);
                return ScriptedChatClient.Response("hello");
            }),
        };
        var options = new ConversationTreeOptions { Turns = 4, Concurrency = 3 };
        await new ConversationTreeBuilder(script.Roles).BuildAllAsync(ScriptedRoles.Requests(40), options).CountAsync();
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task AFailureNamesTreeTurnAndRoleAndComesAfterTheTreesBeforeIt()
    {
        var down = new InvalidOperationException("server down");
        var script = new ScriptedRoles
        {
            Rejected = new ScriptedChatClient((call, _) => call.Messages.Count > 3 && call.Messages[1].Text == "hello t4"
                ? Task.FromException<ChatResponse>(down)
                : Task.FromResult(ScriptedChatClient.Response("uninformed"))),
            User = new ScriptedChatClient(call => $"hello {call.Messages[0].Text}"),
        };
        var delivered = new List<string>();
        var failure = await Assert.ThrowsAsync<ConversationTreeException>(async () =>
        {
            await foreach (var tree in new ConversationTreeBuilder(script.Roles, Prompts)
                .BuildAllAsync(Distinct(30), new ConversationTreeOptions { Turns = 2, Concurrency = 2 }))
            {
                delivered.Add(tree.Id);
            }
        });
        Assert.Equal(["t1", "t2", "t3"], delivered);
        Assert.Equal(("t4", 2, "rejected"), (failure.TreeId, failure.Turn, failure.Role));
        Assert.Same(down, failure.InnerException);
        Assert.Equal("Tree t4, turn 2, role rejected: server down", failure.Message);
        Assert.DoesNotContain(script.User.Calls, call => call.Messages[0].Text == "t30");
    }

    [Fact]
    public async Task AnEmptyAnswerIsAskedForOnceMoreWithAnotherSeed()
    {
        var script = new ScriptedRoles { User = new ScriptedChatClient("*nods*", "Hello.") };
        var tree = await BuildAsync(script);
        Assert.Equal("Hello.", tree.Turns[0].User);
        Assert.Equal(script.User.Calls[0].Lines, script.User.Calls[1].Lines);
        Assert.NotEqual(script.User.Calls[0].Options!.Seed, script.User.Calls[1].Options!.Seed);
    }

    [Theory]
    [InlineData("user")]
    [InlineData("preferred")]
    [InlineData("rejected")]
    public async Task TwoEmptyAnswersAreAnError(string role)
    {
        var silent = new ScriptedChatClient(_ => "  ");
        var script = role switch
        {
            "user" => new ScriptedRoles { User = silent },
            "preferred" => new ScriptedRoles { Preferred = silent },
            _ => new ScriptedRoles { Rejected = silent },
        };
        var failure = await Assert.ThrowsAsync<ConversationTreeException>(() => BuildAsync(script));
        Assert.Equal(("t", 1, role), (failure.TreeId, failure.Turn, failure.Role));
        Assert.Equal(2, silent.Calls.Count);
    }

    [Fact]
    public async Task ATimeoutOfTheClientIsAFailureNotACancellation()
    {
        var script = new ScriptedRoles { Judge = new ScriptedChatClient((_, _) => throw new TaskCanceledException("timed out")) };
        var failure = await Assert.ThrowsAsync<ConversationTreeException>(() => BuildAsync(script));
        Assert.Equal("judge", failure.Role);
    }

    [Fact]
    public async Task CancellationStopsTheRunAndIsReportedAsSuch()
    {
        using var stop = new CancellationTokenSource();
        var script = new ScriptedRoles();
        var delivered = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in new ConversationTreeBuilder(script.Roles)
                .BuildAllAsync(ScriptedRoles.Requests(1_000), new ConversationTreeOptions { Turns = 2, Concurrency = 2 }, null, stop.Token))
            {
                if (++delivered == 3)
                {
                    await stop.CancelAsync();
                }
            }
        });
        Assert.InRange(delivered, 3, 7);
    }

    [Fact]
    public async Task LeavingEarlyLeavesNothingRunning()
    {
        var open = 0;
        var script = new ScriptedRoles
        {
            User = new ScriptedChatClient(async (call, token) =>
            {
                Interlocked.Increment(ref open);
                if (call.Messages[0].Text != "t1")
                {
                    var cancelled = new TaskCompletionSource();
                    await using var registration = token.Register(() => cancelled.SetResult());
                    await cancelled.Task;
                }

                Interlocked.Decrement(ref open);
                return ScriptedChatClient.Response("hello");
            }),
        };
        await foreach (var tree in new ConversationTreeBuilder(script.Roles, Prompts).BuildAllAsync(Distinct(20), new ConversationTreeOptions { Turns = 1, Concurrency = 4 }))
        {
            Assert.Equal("t1", tree.Id);
            break;
        }

        Assert.Equal(0, open);
    }

    [Fact]
    public void TheSameIdTwiceIsRefusedAtOnce()
    {
        var request = new TreeRequest("same", ScriptedRoles.Persona);
        var failure = Assert.Throws<ArgumentException>(() => new ConversationTreeBuilder(new ScriptedRoles().Roles).BuildAllAsync([request, request], new ConversationTreeOptions()));
        Assert.Contains("same", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RequestsAreNumberedPerPersona()
    {
        var person = ScriptedRoles.Persona;
        Assert.Equal([new TreeRequest($"{person.Id}.1", person), new TreeRequest($"{person.Id}.2", person)], TreeRequests.For([person], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => TreeRequests.For([person], 0));
    }

    private static Task<ConversationTree> BuildAsync(ScriptedRoles script)
        => new ConversationTreeBuilder(script.Roles).BuildAsync(new TreeRequest("t", ScriptedRoles.Persona), new ConversationTreeOptions { Turns = 1 });

    private static List<TreeRequest> Distinct(int count)
        => [.. Enumerable.Range(1, count).Select(number => new TreeRequest($"t{number}", Persona.Create($"t{number}", "calm")))];

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); value > seen;)
        {
            var before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
