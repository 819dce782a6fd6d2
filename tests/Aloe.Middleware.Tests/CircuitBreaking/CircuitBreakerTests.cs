using System.Net;
using Aloe.Middleware.Tests.Doubles;
using Aloe.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace Aloe.Middleware.Tests.CircuitBreaking;

public class CircuitBreakerTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task AFailingServerIsLeftAloneAndTriedAgain()
    {
        await using var server = await FaultInjectingServer.StartAsync(new ScriptedChatClient("ok"), new FaultOptions { Share = 1, Kinds = [FaultKind.ServiceUnavailable] });
        var breaker = Breaker();
        using var first = OpenAIClients.For(server, "a").AsBuilder().UseCircuitBreaker(breaker).Build();
        using var second = OpenAIClients.For(server, "b").AsBuilder().UseCircuitBreaker(breaker).Build();
        foreach (var client in new[] { first, second, first, second })
        {
            Assert.Equal(FailureKind.ServerError, await FailureOf(client));
        }

        Assert.True(breaker.IsOpen);
        var refused = await Assert.ThrowsAsync<CircuitOpenException>(() => first.GetResponseAsync("Hello"));
        Assert.Equal("The circuit of 'here' is open after too many failures.", refused.Message);
        Assert.Equal(TimeSpan.FromSeconds(15), refused.Failure.RetryAfter);
        Assert.Equal(4, server.Requests.Sum(request => request.Asked));

        _time.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal(FailureKind.ServerError, await FailureOf(second));
        Assert.Equal(FailureKind.CircuitOpen, await FailureOf(second));
        Assert.Equal(5, server.Requests.Sum(request => request.Asked));
    }

    [Fact]
    public async Task OneSuccessClosesIt()
    {
        var breaker = Breaker();
        using var client = new CircuitBreakerChatClient(new ScriptedChatClient(call => call.Number < 4 ? throw new HttpRequestException("cut") : "ok"), breaker);
        for (var call = 0; call < 4; call++)
        {
            await FailureOf(client);
        }

        _time.Advance(TimeSpan.FromSeconds(15));
        await client.GetResponseAsync("Hello");

        Assert.False(breaker.IsOpen);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    public async Task ARefusalIsNoFault(HttpStatusCode status)
    {
        var breaker = Breaker();
        using var client = new CircuitBreakerChatClient(new ScriptedChatClient(_ => throw new HttpRequestException("no", null, status)), breaker);
        for (var call = 0; call < 20; call++)
        {
            Assert.NotEqual(FailureKind.CircuitOpen, await FailureOf(client));
        }

        Assert.False(breaker.IsOpen);
    }

    [Fact]
    public async Task AStreamCountsAsItBegan()
    {
        var breaker = Breaker();
        var faults = new FaultOptions { Share = 1, Kinds = [FaultKind.InternalServerError] };
        using var client = new CircuitBreakerChatClient(new FaultInjectingChatClient(new ScriptedChatClient("ok"), faults), breaker);
        for (var call = 0; call < 4; call++)
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStreamingResponseAsync("Hello").ToChatResponseAsync());
        }

        await Assert.ThrowsAsync<CircuitOpenException>(() => client.GetStreamingResponseAsync("Hello").ToChatResponseAsync());
    }

    [Fact]
    public async Task ARetryWaitsUntilTheCircuitLetsACallThrough()
    {
        var time = new JumpingTime();
        var breaker = new CircuitBreaker("here", new CircuitBreakerOptions { MinimumCalls = 2, TimeProvider = time });
        var scripted = new ScriptedChatClient(call => call.Number < 2 ? throw new HttpRequestException("cut") : "ok");
        using var client = scripted.AsBuilder().UseRetry(new RetryOptions { BaseDelay = TimeSpan.Zero, TimeProvider = time }).UseCircuitBreaker(breaker).Build();

        Assert.Equal("ok", (await client.GetResponseAsync("Hello")).Text);

        Assert.InRange(Assert.Single(time.Waits).TotalSeconds, 15, 16.5);
        Assert.Equal(3, scripted.Calls.Count);
    }

    private CircuitBreaker Breaker() => new("here", new CircuitBreakerOptions { MinimumCalls = 4, TimeProvider = _time });

    private static async Task<FailureKind> FailureOf(IChatClient client)
        => FailureClassifier.Default.Classify(await Assert.ThrowsAnyAsync<Exception>(() => client.GetResponseAsync("Hello"))).Kind;
}
