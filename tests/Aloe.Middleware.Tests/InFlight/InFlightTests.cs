using Aloe.Middleware.Tests.Doubles;
using Aloe.Testing;
using Microsoft.Extensions.AI;

namespace Aloe.Middleware.Tests.InFlight;

public class InFlightTests
{
    [Fact]
    public async Task CallsBeyondTheLimitWaitOverAllClientsThatShareIt()
    {
        using var limit = new InFlightLimit(2);
        var answers = Enumerable.Range(0, 4).Select(_ => new TaskCompletionSource<ChatResponse>()).ToList();
        using var arrivals = new SemaphoreSlim(0);
        var inner = new ScriptedChatClient((call, _) =>
        {
            arrivals.Release();
            return answers[call.Number].Task;
        });
        using var first = inner.AsBuilder().UseInFlightLimit(limit).Build();
        using var second = inner.AsBuilder().UseInFlightLimit(limit).Build();

        var calls = Enumerable.Range(0, 4).Select(number => (number % 2 == 0 ? first : second).GetResponseAsync($"{number}")).ToList();

        Assert.Equal((2, 2, 2), (inner.Calls.Count, limit.InFlight, limit.Waiting));

        // A failure makes room as an answer does; the longest wait is the first to end.
        answers[1].SetException(new HttpRequestException("cut"));
        await Assert.ThrowsAsync<HttpRequestException>(() => calls[1]);
        for (var arrived = 0; arrived < 3; arrived++)
        {
            await arrivals.WaitAsync();
        }

        Assert.Equal("2", inner.Calls[2].LastText);
        Assert.Equal((2, 1), (limit.InFlight, limit.Waiting));

        foreach (var answer in answers)
        {
            answer.TrySetResult(new ChatResponse());
        }

        await Task.WhenAll(calls[0], calls[2], calls[3]);
        Assert.Equal((0, 0), (limit.InFlight, limit.Waiting));
    }

    [Fact]
    public async Task AStreamThatIsLeftEarlyMakesRoom()
    {
        using var limit = new InFlightLimit(1);
        var inner = new ChannelChatClient();
        using var client = new InFlightChatClient(inner, limit);
        inner.Write("first");
        await foreach (var update in client.GetStreamingResponseAsync("Hello"))
        {
            Assert.Equal(1, limit.InFlight);
            break;
        }

        Assert.Equal(0, limit.InFlight);
    }

    [Fact]
    public async Task WhoLeavesTheQueueLeavesNoGap()
    {
        using var limit = new InFlightLimit(1);
        using var stop = new CancellationTokenSource();
        var answer = new TaskCompletionSource<ChatResponse>();
        using var client = new InFlightChatClient(new ScriptedChatClient((_, _) => answer.Task), limit);
        var calls = new[] { client.GetResponseAsync("a"), client.GetResponseAsync("b", cancellationToken: stop.Token), client.GetResponseAsync("c") };

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => calls[1]);
        answer.SetResult(new ChatResponse());

        await Task.WhenAll(calls[0], calls[2]);
    }

    [Fact]
    public void TheLimitIsChecked()
        => Assert.Contains("maximum must be between 1 and 100000; it was 0.", Assert.Throws<ArgumentOutOfRangeException>(() => new InFlightLimit(0)).Message, StringComparison.Ordinal);
}
