using System.Text.Json;
using Aloe.Conversations;
using Aloe.Middleware.Tests.Doubles;
using Aloe.Personas;
using Aloe.Simulation;
using Aloe.Testing;
using Microsoft.Extensions.AI;

namespace Aloe.Middleware.Tests.Trees;

/// <summary>Conversation trees whose every call goes over HTTP to a server that fails one time in five.</summary>
public sealed class FaultyTreesTests : IDisposable
{
    private static readonly ConversationTreeOptions Options = new() { Turns = 2, Concurrency = 12 };
    private static readonly FaultKind[] Unanswered = [.. Enum.GetValues<FaultKind>().Except([FaultKind.EmptyReply, FaultKind.HugeReply])];
    private readonly InFlightLimit _inFlight = new(16);
    private readonly CircuitBreaker _breaker = new("server");

    public void Dispose() => _inFlight.Dispose();

    [Fact]
    public async Task ThreeHundredTreesCompleteAndNothingAnsweredIsAskedAgain()
    {
        // Replies of a megabyte stay in their conversation and make every later call slow: a third as many of them as of the others.
        FaultKind[] kinds = [.. Unanswered, .. Unanswered, .. Unanswered, FaultKind.EmptyReply, FaultKind.HugeReply];
        await using var server = await StartAsync(new FaultOptions { Seed = 1, Kinds = kinds, StallDuration = TimeSpan.FromMilliseconds(50) });
        var requests = Requests(300);

        var trees = await BuildAsync(server, requests);

        await server.StopAsync();
        Assert.Equal(requests.Select(request => request.Id), trees.Select(tree => tree.Id));
        Assert.All(trees, tree => Assert.Equal(Options.Turns, tree.Turns.Count));
        Assert.All(server.Requests, request => Assert.Equal((1, request.Asked - 1, 0), (request.Answered, request.Failed, request.AskedAgain)));
        Assert.Equal(Enum.GetValues<FaultKind>(), server.Faults.Keys);
        Assert.InRange(server.Faults.Values.Sum() / (double)server.Requests.Sum(request => request.Asked), 0.18, 0.22);
    }

    [Fact]
    public async Task FaultsThatAreNoAnswersLeaveNoTraceInTheTrees()
    {
        await using var server = await StartAsync(new FaultOptions { Share = 0.4, Seed = 2, Kinds = Unanswered, StallDuration = TimeSpan.Zero });
        var requests = Requests(40);

        var trees = await BuildAsync(server, requests);

        var direct = await new ConversationTreeBuilder(SimulatedParticipants.Training()).BuildAllAsync(requests, Options).ToListAsync();
        Assert.Equal(direct.Select(tree => JsonSerializer.Serialize(tree)), trees.Select(tree => JsonSerializer.Serialize(tree)));
    }

    /// <summary>One model for each role, so that the simulated participants can tell who is meant.</summary>
    private static Task<FaultInjectingServer> StartAsync(FaultOptions faults)
    {
        var roles = SimulatedParticipants.Training();
        var models = new Dictionary<string, IChatClient>
        {
            ["user"] = roles.User,
            ["inducer"] = roles.Inducer,
            ["preferred"] = roles.Preferred,
            ["rejected"] = roles.Rejected,
            ["judge"] = roles.Judge,
        };
        return FaultInjectingServer.StartAsync(models.GetValueOrDefault, faults);
    }

    private static IReadOnlyList<TreeRequest> Requests(int count)
        => [.. TreeRequests.For(PersonaCombiner.Combine(SeedPersonas.Profiles, SeedPersonas.Personalities, SeedPersonas.Personalities.Count)).Take(count)];

    private async Task<List<ConversationTree>> BuildAsync(FaultInjectingServer server, IReadOnlyList<TreeRequest> requests)
    {
        var roles = new AloeRoles
        {
            User = Role(server, "user"),
            Inducer = Role(server, "inducer"),
            Preferred = Role(server, "preferred"),
            Rejected = Role(server, "rejected"),
            Judge = Role(server, "judge"),
        };
        return await new ConversationTreeBuilder(roles).BuildAllAsync(requests, Options).ToListAsync();
    }

    private IChatClient Role(FaultInjectingServer server, string model)
        => OpenAIClients.For(server, model).AsBuilder()
            .UseRetry(new RetryOptions { MaxRetries = 30, TimeProvider = new JumpingTime() })
            .UseCircuitBreaker(_breaker)
            .UseInFlightLimit(_inFlight)
            .UseCallTimeout()
            .Build();
}
