using System.Net;
using Aloe.Middleware.Tests.Doubles;
using Aloe.Testing;
using Microsoft.Extensions.AI;

namespace Aloe.Middleware.Tests.Retry;

public class RetryChatClientTests
{
    private readonly JumpingTime _time = new();

    [Fact]
    public async Task WaitsGrowExponentiallyWithJitterThatASeedRepeats()
    {
        async Task<IReadOnlyList<TimeSpan>> WaitsAsync(int seed)
        {
            var time = new JumpingTime();
            using var client = new RetryChatClient(FailingTimes(8), new RetryOptions { MaxRetries = 8, JitterSeed = seed, TimeProvider = time, MaxDelay = TimeSpan.FromSeconds(20) });
            await client.GetResponseAsync("Hello");
            return time.Waits;
        }

        var waits = await WaitsAsync(1);

        Assert.Equal(8, waits.Count);
        Assert.True(waits[0] < TimeSpan.FromSeconds(3));
        Assert.True(waits[4] > waits[0]);
        Assert.Equal(TimeSpan.FromSeconds(20), waits[7]);
        Assert.Equal(waits, await WaitsAsync(1));
        Assert.NotEqual(waits, await WaitsAsync(2));
    }

    [Fact]
    public async Task AServerThatAsksForTimeGetsItOrATenthMore()
    {
        var attempts = new List<RetryAttempt>();
        using var client = new RetryChatClient(FailingTimes(3, "7"), new RetryOptions { TimeProvider = _time, OnRetry = attempts.Add });

        await client.GetResponseAsync("Hello");

        Assert.Equal([1, 2, 3], attempts.Select(attempt => attempt.Number));
        Assert.All(attempts, attempt => Assert.InRange(attempt.Delay.TotalSeconds, 7, 7.7));
        Assert.Equal(attempts.Select(attempt => (int)attempt.Delay.TotalMilliseconds), _time.Waits.Select(wait => (int)wait.TotalMilliseconds));
        Assert.Equal(new Failure(FailureKind.RateLimited, true, 429, TimeSpan.FromSeconds(7)), attempts[0].Failure);
        Assert.Equal(attempts.Sum(attempt => attempt.Delay.Ticks), client.Statistics.Waited.Ticks);
    }

    [Fact]
    public async Task WhoAsksForTooMuchTimeIsNotWaitedFor()
    {
        using var client = new RetryChatClient(FailingTimes(1, "3600"), new RetryOptions { TimeProvider = _time });

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetResponseAsync("Hello"));

        Assert.Empty(_time.Waits);
        Assert.Equal(1, client.Statistics.GivenUp);
    }

    [Fact]
    public async Task AfterTheLastAttemptTheExceptionTellsOfAll()
    {
        using var client = new RetryChatClient(FailingTimes(9, "1"), new RetryOptions { MaxRetries = 2, TimeProvider = _time });

        var exhausted = await Assert.ThrowsAsync<RetriesExhaustedException>(() => client.GetResponseAsync("Hello"));

        Assert.Equal([1, 2], exhausted.Attempts.Select(attempt => attempt.Number));
        Assert.StartsWith("3 attempts failed, with waits of 2", exhausted.Message, StringComparison.Ordinal);
        Assert.EndsWith("the last: RateLimited: Too many.", exhausted.Message, StringComparison.Ordinal);
        Assert.Equal((FailureKind.RateLimited, false), (exhausted.Failure.Kind, exhausted.Failure.IsTransient));
        Assert.IsType<HttpRequestException>(exhausted.InnerException);
    }

    [Fact]
    public async Task CancellingEndsTheWait()
    {
        using var stop = new CancellationTokenSource();
        using var client = new RetryChatClient(
            FailingTimes(9), new RetryOptions { TimeProvider = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(), OnRetry = _ => stop.CancelAfter(0) });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetResponseAsync("Hello", cancellationToken: stop.Token));

        Assert.Equal(0, client.Statistics.GivenUp);
    }

    [Fact]
    public async Task AStreamThatBrokeAfterItsFirstUpdateIsNotAskedForAgain()
    {
        var fault = new FaultInjectingChatClient(new ScriptedChatClient(_ => "first"), new FaultOptions { Share = 1, Kinds = [FaultKind.DroppedConnection] });
        using var client = new RetryChatClient(fault, new RetryOptions { TimeProvider = _time });
        var seen = new List<string>();

        await Assert.ThrowsAsync<HttpIOException>(async () =>
        {
            await foreach (var update in client.GetStreamingResponseAsync("Hello"))
            {
                seen.Add(update.Text);
            }
        });

        Assert.Equal(["first"], seen);
        Assert.Equal(1, fault.Faults[FaultKind.DroppedConnection]);
    }

    [Fact]
    public async Task MessagesThatCanBeReadOnceAreSentWholeEveryTime()
    {
        var scripted = FailingTimes(2);
        using var client = new RetryChatClient(scripted, new RetryOptions { TimeProvider = _time });
        var messages = new Queue<string>(["a", "b"]);
        IEnumerable<ChatMessage> Once()
        {
            while (messages.TryDequeue(out var text))
            {
                yield return new ChatMessage(ChatRole.User, text);
            }
        }

        await client.GetResponseAsync(Once());

        Assert.All(scripted.Calls, call => Assert.Equal(["a", "b"], call.Messages.Select(message => message.Text)));
        Assert.Equal(3, scripted.Calls.Count);
    }

    [Fact]
    public void AnOptionOutOfRangeIsNamed()
    {
        Assert.Contains("MaxRetries must be between 1 and 1000; it was 0.", Assert.Throws<ArgumentOutOfRangeException>(() => new RetryOptions { MaxRetries = 0 }).Message, StringComparison.Ordinal);
        Assert.Contains("BaseDelay must be between 00:00:00 and 01:00:00", Assert.Throws<ArgumentOutOfRangeException>(() => new RetryOptions { BaseDelay = TimeSpan.FromTicks(-1) }).Message, StringComparison.Ordinal);
    }

    private static ScriptedChatClient FailingTimes(int times, string? retryAfter = null)
        => new(call =>
        {
            if (call.Number >= times)
            {
                return "ok";
            }

            var failure = new HttpRequestException("Too many.", null, HttpStatusCode.TooManyRequests);
            failure.Data["Retry-After"] = retryAfter;
            throw failure;
        });
}
