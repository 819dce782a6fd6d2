using System.ClientModel;
using Aloe.Middleware.Tests.Doubles;
using Aloe.Testing;
using Microsoft.Extensions.AI;

namespace Aloe.Middleware.Tests.Retry;

/// <summary>Retries through the OpenAI client against a server that really fails.</summary>
public class RetryOverHttpTests
{
    private const string Text = "A text that is long enough to be cut into pieces, so that something is there before the cut.";

    public static TheoryData<FaultKind, FailureKind> Transient => new()
    {
        { FaultKind.TooManyRequests, FailureKind.RateLimited },
        { FaultKind.InternalServerError, FailureKind.ServerError },
        { FaultKind.ServiceUnavailable, FailureKind.ServerError },
        { FaultKind.DroppedConnection, FailureKind.ConnectionLost },
        { FaultKind.Stall, FailureKind.ConnectionLost },
        { FaultKind.TruncatedJson, FailureKind.UnreadableAnswer },
        { FaultKind.WrongJson, FailureKind.UnreadableAnswer },
    };

    [Theory]
    [MemberData(nameof(Transient))]
    public async Task EveryRequestIsAnsweredOnceAndNothingAnsweredIsAskedAgain(FaultKind fault, FailureKind kind)
    {
        await using var server = await StartAsync(fault);
        using var client = OpenAIClients.For(server).AsBuilder().UseRetry(new RetryOptions { TimeProvider = new JumpingTime(), MaxRetries = 20 }).Build();

        foreach (var number in Enumerable.Range(0, 12))
        {
            Assert.Equal(Text, (await client.GetResponseAsync($"Request {number}")).Text);
        }

        await server.StopAsync();
        Assert.All(server.Requests, request => Assert.Equal((1, 0), (request.Answered, request.AskedAgain)));
        var statistics = client.GetService<RetryChatClient>()!.Statistics;
        var failed = server.Requests.Sum(request => request.Failed);
        Assert.True(failed > 3);
        Assert.Equal((12, 12 + failed, 0), (statistics.Calls, statistics.Attempts, statistics.GivenUp));
        Assert.Equal(KeyValuePair.Create(kind, (long)failed), Assert.Single(statistics.Failures));
    }

    [Theory]
    [InlineData(FaultKind.TooManyRequests)]
    [InlineData(FaultKind.ServiceUnavailable)]
    [InlineData(FaultKind.Stall)]
    public async Task AStreamThatHasNotBegunIsAskedForAgain(FaultKind fault)
    {
        await using var server = await StartAsync(fault);
        using var client = OpenAIClients.For(server).AsBuilder().UseRetry(new RetryOptions { TimeProvider = new JumpingTime(), MaxRetries = 20 }).Build();

        foreach (var number in Enumerable.Range(0, 6))
        {
            Assert.Equal(Text, (await client.GetStreamingResponseAsync($"Request {number}").ToChatResponseAsync()).Text);
        }

        await server.StopAsync();
        Assert.All(server.Requests, request => Assert.Equal((1, 0), (request.Answered, request.AskedAgain)));
    }

    [Fact]
    public async Task APermanentFailureIsNotRetried()
    {
        await using var server = await FaultInjectingServer.StartAsync(_ => null, new FaultOptions { Share = 0 });
        using var client = OpenAIClients.For(server, "unknown").AsBuilder().UseRetry().Build();

        var failure = await Assert.ThrowsAsync<ClientResultException>(() => client.GetResponseAsync("Hello"));

        Assert.Equal(new Failure(FailureKind.NotFound, false, 404), FailureClassifier.Default.Classify(failure));
        Assert.Equal(1, Assert.Single(server.Requests).Asked);
    }

    private static Task<FaultInjectingServer> StartAsync(FaultKind fault)
        => FaultInjectingServer.StartAsync(
            new ScriptedChatClient(_ => Text), new FaultOptions { Share = 0.5, Seed = 3, Kinds = [fault], StallDuration = TimeSpan.Zero });
}
