using Aloe.Middleware.Tests.Doubles;
using Aloe.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace Aloe.Middleware.Tests.RateLimiting;

public class RateLimitTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void PermitsComeEvenlyAfterTheBurst()
    {
        // 60 a minute, 3 of them at once: the other 57 and the one that is just too late come within the minute, one every 60/58 s.
        var bucket = new TokenBucket(60, 0.05, _time);
        Assert.Equal([0, 0, 0, 1_035, 2_069, 3_104], Enumerable.Range(0, 6).Select(_ => bucket.Take(1).TotalMilliseconds));

        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0, bucket.Take(1).TotalMilliseconds);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 0.5)]
    [InlineData(2, 0.5)]
    [InlineData(7, 0.3)]
    [InlineData(60, 0.05)]
    [InlineData(500, 0.5)]
    public void NoMinuteSeesMoreThanItsNumber(int perMinute, double burst)
    {
        var bucket = new TokenBucket(perMinute, burst, _time);
        var starts = new List<double>();
        for (var call = 0; call < 4 * perMinute; call++)
        {
            starts.Add(_time.GetUtcNow().ToUnixTimeMilliseconds() + bucket.Take(1).TotalMilliseconds);

            // Now and then nobody asks for a while, so that the bucket is full again.
            _time.Advance(TimeSpan.FromSeconds(call % (perMinute + 1) == perMinute ? 70 : 0));
        }

        Assert.All(starts, start => Assert.InRange(starts.Count(other => other >= start && other < start + 60_000), 1, perMinute));
        Assert.Equal(starts.Order(), starts);
    }

    [Fact]
    public async Task RequestsWaitForTheirMinute()
    {
        var time = new JumpingTime();
        using var client = Client(new ScriptedChatClient(_ => "ok"), new RateLimitOptions { RequestsPerMinute = 60, Burst = 0, TimeProvider = time });

        for (var call = 0; call < 4; call++)
        {
            await client.GetResponseAsync("Hello");
        }

        Assert.Equal([1, 1, 1], time.Waits.Select(wait => wait.TotalSeconds));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TokensAreEstimatedThenCorrectedByTheUsage(bool isStreaming)
    {
        // Half of 6,000 at once, the rest at 3,001 a minute. Each call is taken for 2,700 + 300 tokens and uses 1,000: the second finds 2,000 and waits for 1,000.
        var time = new JumpingTime();
        var inner = new ScriptedChatClient((_, _) => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok")) { Usage = new UsageDetails { InputTokenCount = 900, OutputTokenCount = 100 } }));
        using var client = Client(inner, new RateLimitOptions { TokensPerMinute = 6_000, Burst = 0.5, CountTokens = _ => 2_700, TimeProvider = time });

        for (var call = 0; call < 2; call++)
        {
            _ = isStreaming ? await client.GetStreamingResponseAsync("Hello").ToChatResponseAsync() : await client.GetResponseAsync("Hello");
        }

        Assert.Equal(19_994, Assert.Single(time.Waits).TotalMilliseconds);
    }

    [Fact]
    public async Task ACallThatFailsKeepsItsEstimate()
    {
        var time = new JumpingTime();
        using var client = Client(new ScriptedChatClient(call => call.Number == 0 ? throw new HttpRequestException("cut") : "ok"), new RateLimitOptions { TokensPerMinute = 6_000, Burst = 0.5, TimeProvider = time });
        var options = new ChatOptions { MaxOutputTokens = 2_994 };

        // A word of five letters is two tokens, its message four more.
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetResponseAsync("Hello", options));
        await client.GetResponseAsync("Hello", options);

        Assert.Equal(59_981, Assert.Single(time.Waits).TotalMilliseconds);
    }

    [Fact]
    public async Task AWaitThatIsTooLongIsRefusedAndTakesNothing()
    {
        using var client = Client(new ScriptedChatClient(_ => "ok"), new RateLimitOptions { RequestsPerMinute = 1, MaxWait = TimeSpan.FromSeconds(30), TimeProvider = _time });
        await client.GetResponseAsync("Hello");
        for (var call = 0; call < 3; call++)
        {
            var refused = await Assert.ThrowsAsync<RateLimitReachedException>(() => client.GetResponseAsync("Hello"));
            Assert.Equal("The rate limit of 'here' has no permit for 60 s.", refused.Message);
            Assert.Equal(new Failure(FailureKind.RateLimited, true, RetryAfter: TimeSpan.FromMinutes(1)), refused.Failure);
        }

        _time.Advance(TimeSpan.FromMinutes(1));

        await client.GetResponseAsync("Hello");
    }

    [Fact]
    public async Task WhoLeavesWhileWaitingTakesNothing()
    {
        using var stop = new CancellationTokenSource();
        using var client = Client(new ScriptedChatClient(_ => "ok"), new RateLimitOptions { RequestsPerMinute = 1, TimeProvider = _time });
        await client.GetResponseAsync("Hello");
        var waiting = client.GetResponseAsync("Hello", cancellationToken: stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.True(client.GetResponseAsync("Hello").IsCompletedSuccessfully);
    }

    [Fact]
    public void AnOptionOutOfRangeIsNamed()
        => Assert.Contains("Burst must be between 0 and 0.5; it was 1.", Assert.Throws<ArgumentOutOfRangeException>(() => new RateLimitOptions { Burst = 1 }).Message, StringComparison.Ordinal);

    private static RateLimitChatClient Client(IChatClient inner, RateLimitOptions options) => new(inner, new RateLimit("here", options));
}
