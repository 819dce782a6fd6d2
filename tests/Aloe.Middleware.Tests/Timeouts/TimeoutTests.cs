using Aloe.Middleware.Tests.Doubles;
using Aloe.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;

namespace Aloe.Middleware.Tests.Timeouts;

public class TimeoutTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task AServerThatStallsIsGivenUp()
    {
        await using var server = await FaultInjectingServer.StartAsync(new ScriptedChatClient("ok"), new FaultOptions { Share = 1, Kinds = [FaultKind.Stall] });
        using var client = OpenAIClients.For(server).AsBuilder().UseCallTimeout(new CallTimeoutOptions { Timeout = Minute, TimeProvider = _time }).Build();
        var call = client.GetResponseAsync("Hello");
        while (server.Stalled == 0)
        {
            await Task.Yield();
        }

        Assert.False(call.IsCompleted);
        _time.Advance(Minute);

        var timeout = await Assert.ThrowsAsync<CallTimeoutException>(() => call);
        Assert.Equal("No answer within 60 s.", timeout.Message);
        Assert.Equal(FailureKind.Timeout, FailureClassifier.Default.Classify(timeout).Kind);
    }

    [Fact]
    public async Task EveryAttemptOfARetryHasTheWholeTime()
    {
        var scripted = new ScriptedChatClient(async (call, token) =>
        {
            if (call.Number < 2)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
            }

            return new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok"));
        });
        using var client = scripted.AsBuilder().UseRetry(new RetryOptions { BaseDelay = TimeSpan.Zero }).UseCallTimeout(new CallTimeoutOptions { Timeout = Minute, TimeProvider = new JumpingTime() }).Build();

        Assert.Equal("ok", (await client.GetResponseAsync("Hello")).Text);

        Assert.Equal(3, scripted.Calls.Count);
    }

    [Fact]
    public async Task InAStreamEveryUpdateHasTheWholeTime()
    {
        var inner = new ChannelChatClient();
        using var client = new CallTimeoutChatClient(inner, new CallTimeoutOptions { Timeout = Minute, TimeProvider = _time });
        await using var updates = client.GetStreamingResponseAsync("Hello").GetAsyncEnumerator();
        for (var number = 0; number < 3; number++)
        {
            var next = updates.MoveNextAsync();
            _time.Advance(0.9 * Minute);
            inner.Write("text");
            Assert.True(await next);

            // What the reader does with an update is not the stream's time.
            _time.Advance(2 * Minute);
        }

        var last = updates.MoveNextAsync();
        _time.Advance(Minute);

        await Assert.ThrowsAsync<CallTimeoutException>(async () => await last);
    }

    [Fact]
    public async Task TheCallersCancellationIsNoTimeout()
    {
        using var stop = new CancellationTokenSource();
        using var client = new CallTimeoutChatClient(new ChannelChatClient(), new CallTimeoutOptions { TimeProvider = _time });
        var call = client.GetResponseAsync("Hello", cancellationToken: stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task TheDeadlineOfTheRunEndsCallsAndTheWaitsOfRetries()
    {
        using var deadline = new RunDeadline(Minute, _time);
        var failing = new ScriptedChatClient(_ => throw new HttpRequestException("cut"));
        using var retrying = failing.AsBuilder().UseRunDeadline(deadline).UseRetry(new RetryOptions { TimeProvider = new FakeTimeProvider() }).Build();
        using var waiting = new RunDeadlineChatClient(new ChannelChatClient(), deadline);
        var calls = new[] { retrying.GetResponseAsync("Hello"), waiting.GetResponseAsync("Hello"), waiting.GetStreamingResponseAsync("Hello").ToChatResponseAsync() };

        _time.Advance(Minute);

        foreach (var call in calls)
        {
            await Assert.ThrowsAsync<DeadlinePassedException>(() => call);
        }

        await Assert.ThrowsAsync<DeadlinePassedException>(() => retrying.GetResponseAsync("Hello"));
        Assert.Single(failing.Calls);
    }
}
