using Aloe.Middleware.Tests.Caching;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using static Aloe.Middleware.Tests.Caching.AnsweringChatClient;

namespace Aloe.Middleware.Tests.Telemetry;

public sealed class UsageLogTests
{
    private readonly FakeLogger _logger = new();
    private readonly FakeTimeProvider _clock = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_line_a_call_without_texts(bool isStream)
    {
        var provider = new AnsweringChatClient(_ =>
        {
            _clock.Advance(TimeSpan.FromMilliseconds(250));
            return Reply("secret answer", 10, 5);
        });
        await AskAsync(Client(provider), isStream);

        var line = Assert.Single(_logger.Collector.GetSnapshot());
        Assert.Equal("judge asked lantern-1: 10 tokens in, 5 out, 250 ms, finish reason stop, from cache: False", line.Message);
        Assert.Equal(LogLevel.Debug, line.Level);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Failures_are_warnings_that_do_not_repeat_the_error_s_text(bool isStream)
    {
        var client = Client(new AnsweringChatClient(_ => throw new HttpRequestException("could not read 'secret question'")));
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(client, isStream));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetResponseAsync("Hi", cancellationToken: cancelled.Token));

        var lines = _logger.Collector.GetSnapshot();
        Assert.Equal(["judge asked lantern-1: HttpRequestException after 0 ms", "judge asked lantern-1: cancelled after 0 ms"], lines.Select(line => line.Message));
        Assert.Equal([LogLevel.Warning, LogLevel.Debug], lines.Select(line => line.Level));
        Assert.All(lines, line => Assert.Null(line.Exception));
    }

    [Fact]
    public async Task Texts_are_written_when_asked_for()
    {
        var client = Client(new AnsweringChatClient(call => call == 1 ? Reply("secret answer") : throw new HttpRequestException("down")), new UsageLogOptions { IncludeContent = true });
        await AskAsync(client, isStream: false);
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(client, isStream: false));

        var lines = _logger.Collector.GetSnapshot();
        Assert.Equal("judge asked lantern-1: user: secret question\nanswer: secret answer", lines[1].Message);
        Assert.Equal(LogLevel.Trace, lines[1].Level);
        Assert.Equal("down", lines[2].Exception!.Message);
    }

    private static Task<ChatResponse> AskAsync(IChatClient client, bool isStream)
        => isStream ? client.GetStreamingResponseAsync("secret question").ToChatResponseAsync() : client.GetResponseAsync("secret question");

    private IChatClient Client(IChatClient provider, UsageLogOptions? options = null)
    {
        options ??= new UsageLogOptions();
        options.TimeProvider = _clock;
        return new ChatClientBuilder(provider).UseUsageLog(_logger, "judge", options).Build();
    }
}
