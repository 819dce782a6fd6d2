using System.Net;
using Aloe.Middleware.Tests.Doubles;
using Aloe.Testing;
using Microsoft.Extensions.AI;

namespace Aloe.Middleware.Tests.Routing;

public class RoutingTests
{
    [Fact]
    public async Task RequestsAreSharedOutByWeight()
    {
        var counts = (await AnswersAsync(4_000, ("a", 1), ("b", 2), ("c", 5))).CountBy(name => name).ToDictionary();

        // Within four standard deviations of 500, 1,000 and 2,500; the draws are the same every time.
        Assert.InRange(counts["a"], 416, 584);
        Assert.InRange(counts["b"], 890, 1_110);
        Assert.InRange(counts["c"], 2_377, 2_623);
    }

    [Fact]
    public async Task TheSameRequestGoesToTheSameEndpointWhateverOrderTheyAreListedIn()
    {
        var first = await AnswersAsync(200, ("a", 1), ("b", 1), ("c", 1));
        Assert.Equal(first, await AnswersAsync(200, ("c", 1), ("a", 1), ("b", 1)));
    }

    [Fact]
    public async Task AnotherEndpointTakesRequestsOverAndMovesNoneAmongTheOthers()
    {
        var before = await AnswersAsync(300, ("a", 1), ("b", 1));
        var after = await AnswersAsync(300, ("a", 1), ("b", 1), ("c", 1));

        Assert.All(before.Zip(after), pair => Assert.True(pair.Second == pair.First || pair.Second == "c"));
        Assert.InRange(after.Count(name => name == "c"), 60, 140);
    }

    [Fact]
    public async Task WhenOneServerIsExhaustedTheOtherOneAnswers()
    {
        await using var exhausted = await FaultInjectingServer.StartAsync(new ScriptedChatClient(_ => "never"), new FaultOptions { Share = 1, Kinds = [FaultKind.TooManyRequests] });
        await using var healthy = await FaultInjectingServer.StartAsync(new ScriptedChatClient(_ => "ok"), new FaultOptions { Share = 0 });
        using var client = new RoutingChatClient([new RoutingEndpoint("exhausted", OpenAIClients.For(exhausted)), new RoutingEndpoint("healthy", OpenAIClients.For(healthy))]);

        for (var seed = 0; seed < 10; seed++)
        {
            var options = new ChatOptions { Seed = seed };
            Assert.Equal("ok", seed % 2 == 0 ? (await client.GetResponseAsync("Hello", options)).Text : (await client.GetStreamingResponseAsync("Hello", options).ToChatResponseAsync()).Text);
        }

        Assert.Equal(10, healthy.Requests.Count);
        Assert.InRange(exhausted.Requests.Count, 1, 9);
    }

    [Fact]
    public async Task AnOpenCircuitMovesRequestsToTheOtherEndpoint()
    {
        var broken = new ScriptedChatClient(_ => throw new HttpRequestException("cut"));
        var breaker = new CircuitBreaker("broken", new CircuitBreakerOptions { MinimumCalls = 5 });
        using var client = new RoutingChatClient(
        [
            new RoutingEndpoint("broken", broken.AsBuilder().UseCircuitBreaker(breaker).Build(), weight: 1e9),
            new RoutingEndpoint("healthy", new ScriptedChatClient(_ => "ok")),
        ]).AsBuilder().UseRetry(new RetryOptions { TimeProvider = new JumpingTime() }).Build();

        for (var seed = 0; seed < 10; seed++)
        {
            Assert.Equal("ok", (await client.GetResponseAsync("Hello", new ChatOptions { Seed = seed })).Text);
        }

        Assert.Equal(5, broken.Calls.Count);
    }

    [Fact]
    public async Task AHiccupDoesNotChangeWhoAnswers()
    {
        var other = new ScriptedChatClient(_ => "other");
        using var client = new RoutingChatClient([
            new RoutingEndpoint("first", new ScriptedChatClient(_ => throw new HttpRequestException("no", null, HttpStatusCode.ServiceUnavailable)), weight: 1e9),
            new RoutingEndpoint("other", other)]);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetResponseAsync("Hello"));

        Assert.Empty(other.Calls);
    }

    [Fact]
    public async Task WhenNobodyTakesARequestTheOneThatMaySoonestSpeaksForAll()
    {
        using var client = new RoutingChatClient(
        [
            new RoutingEndpoint("a", Refusing(HttpStatusCode.TooManyRequests, "9")),
            new RoutingEndpoint("b", Refusing(HttpStatusCode.Unauthorized)),
            new RoutingEndpoint("c", Refusing(HttpStatusCode.TooManyRequests, "4")),
        ]);

        var exhausted = await Assert.ThrowsAsync<EndpointsExhaustedException>(() => client.GetResponseAsync("Hello"));

        Assert.Equal(3, exhausted.InnerExceptions.Count);
        Assert.Equal(new Failure(FailureKind.RateLimited, true, 429, TimeSpan.FromSeconds(4)), FailureClassifier.Default.Classify(exhausted));
        Assert.Contains("b: Unauthorized: no", exhausted.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EndpointsAreChecked()
    {
        var client = new ScriptedChatClient("ok");
        Assert.Contains("at least one", Assert.Throws<ArgumentException>(() => new RoutingChatClient([])).Message, StringComparison.Ordinal);
        Assert.Contains("2 endpoints are named 'a'", Assert.Throws<ArgumentException>(() => new RoutingChatClient([new("a", client), new("a", client)])).Message, StringComparison.Ordinal);
        Assert.Contains("weight must be", Assert.Throws<ArgumentOutOfRangeException>(() => new RoutingEndpoint("a", client, 0)).Message, StringComparison.Ordinal);
    }

    private static async Task<List<string>> AnswersAsync(int count, params (string Name, double Weight)[] endpoints)
    {
        using var client = new RoutingChatClient(endpoints.Select(endpoint => new RoutingEndpoint(endpoint.Name, new ScriptedChatClient(_ => endpoint.Name), endpoint.Weight)));
        var answers = new List<string>();
        for (var seed = 0; seed < count; seed++)
        {
            answers.Add((await client.GetResponseAsync("Hello", new ChatOptions { Seed = seed })).Text);
        }

        return answers;
    }

    private static ScriptedChatClient Refusing(HttpStatusCode status, string? retryAfter = null)
        => new(_ =>
        {
            var refusal = new HttpRequestException("no", null, status);
            refusal.Data["Retry-After"] = retryAfter;
            throw refusal;
        });
}
