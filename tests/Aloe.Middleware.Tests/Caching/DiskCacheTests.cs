using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using static Aloe.Middleware.Tests.Caching.AnsweringChatClient;

namespace Aloe.Middleware.Tests.Caching;

public sealed class DiskCacheTests : IDisposable
{
    private readonly CacheFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_request_is_asked_once_also_after_the_file_was_closed()
    {
        var provider = new AnsweringChatClient();
        await using (var cache = new DiskCache(_folder.Cache))
        {
            var first = await Client(provider, cache).GetResponseAsync("Hi");
            Assert.Null(first.AdditionalProperties);
        }

        await using (var cache = new DiskCache(_folder.Cache))
        {
            var again = await Client(provider, cache).GetResponseAsync("Hi");

            Assert.Equal("answer 1", again.Text);
            Assert.Equal((10, 5), (again.Usage!.InputTokenCount, again.Usage.OutputTokenCount));
            Assert.Equal(ChatFinishReason.Stop, again.FinishReason);
            Assert.Equal("lantern-1", again.ModelId);
            Assert.True(again.IsCacheHit());
            Assert.Equal(1, provider.Calls);
            var counts = cache.Statistics;
            Assert.Equal((1, 0, 1.0, 10, 5), (counts.Hits, counts.Misses, counts.HitRate, counts.SavedInputTokens, counts.SavedOutputTokens));
            Assert.Equal(_folder.Sql("SELECT sum(length(body)) FROM entry"), counts.BytesRead);
            Assert.Contains("1 of 1 from disk (100.0 %), 10 input and 5 output tokens saved", counts.ToString());
        }
    }

    [Fact]
    public async Task Two_samples_stay_two_samples_and_the_provider_sees_no_salt()
    {
        var provider = new AnsweringChatClient();
        await using var cache = new DiskCache(_folder.Cache);
        var client = Client(provider, cache);
        var options = new ChatOptions { Temperature = 1 };
        string[] answers =
        [
            (await client.GetResponseAsync("Hi", options.WithCacheSalt("1"))).Text,
            (await client.GetResponseAsync("Hi", options.WithCacheSalt("2"))).Text,
            (await client.GetResponseAsync("Hi", options.WithCacheSalt("1"))).Text,
        ];

        Assert.Equal(["answer 1", "answer 2", "answer 1"], answers);
        Assert.Null(provider.LastOptions!.AdditionalProperties);
        Assert.Equal(1, provider.LastOptions.Temperature);
    }

    [Fact]
    public async Task Streams_are_kept_and_replayed_and_share_entries_with_whole_answers()
    {
        var provider = new AnsweringChatClient(call => Reply($"one two {call}"));
        await using var cache = new DiskCache(_folder.Cache);
        var client = Client(provider, cache);

        var streamed = await client.GetStreamingResponseAsync("Hi").ToChatResponseAsync();
        var replayed = await client.GetStreamingResponseAsync("Hi").ToChatResponseAsync();
        var whole = await client.GetResponseAsync("Hi");

        Assert.Equal(["one two 1", "one two 1", "one two 1"], [streamed.Text, replayed.Text, whole.Text]);
        Assert.Equal([false, true, true], [streamed.IsCacheHit(), replayed.IsCacheHit(), whole.IsCacheHit()]);
        Assert.Equal(10, replayed.Usage!.InputTokenCount);
        Assert.Equal(ChatFinishReason.Stop, replayed.FinishReason);
        Assert.Equal(1, provider.Calls);
    }

    [Fact]
    public async Task A_stream_that_is_left_early_is_not_kept()
    {
        var provider = new AnsweringChatClient(call => Reply("one two three"));
        await using var cache = new DiskCache(_folder.Cache);
        await foreach (var update in Client(provider, cache).GetStreamingResponseAsync("Hi"))
        {
            break;
        }

        Assert.Equal("one two three", (await Client(provider, cache).GetResponseAsync("Hi")).Text);
        Assert.Equal(2, provider.Calls);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("cut", "length")]
    [InlineData("withheld", "content_filter")]
    public async Task Empty_and_cut_answers_are_kept_only_when_asked_for(string text, string finish = "stop")
    {
        foreach (var keep in new[] { false, true })
        {
            var provider = new AnsweringChatClient(_ => Reply(text, finish: new ChatFinishReason(finish)));
            await using var cache = new DiskCache(_folder[$"{keep}.db"], new DiskCacheOptions { KeepIncomplete = keep });
            await Client(provider, cache).GetResponseAsync("Hi");
            await Client(provider, cache).GetResponseAsync("Hi");

            Assert.Equal(keep ? 1 : 2, provider.Calls);
            Assert.Equal(keep ? 0 : 2, cache.Statistics.NotStored);
        }
    }

    [Fact]
    public async Task Failures_and_error_answers_are_not_kept_but_tool_calls_are()
    {
        var provider = new AnsweringChatClient(call => call switch
        {
            1 => throw new HttpRequestException("down"),
            2 => new ChatResponse(new ChatMessage(ChatRole.Assistant, [new TextContent("so far"), new ErrorContent("broke off")])),
            _ => new ChatResponse(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("1", "look", new Dictionary<string, object?> { ["at"] = "sea" })])),
        });
        await using var cache = new DiskCache(_folder.Cache);
        var client = Client(provider, cache);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetResponseAsync("Hi"));
        await client.GetResponseAsync("Hi");
        await client.GetResponseAsync("Hi");
        var kept = await client.GetResponseAsync("Hi");

        Assert.Equal(3, provider.Calls);
        Assert.Equal("look", Assert.IsType<FunctionCallContent>(kept.Messages.Single().Contents.Single()).Name);
    }

    [Fact]
    public async Task What_cannot_be_hashed_passes_by()
    {
        var provider = new AnsweringChatClient();
        await using var cache = new DiskCache(_folder.Cache);
        var options = new ChatOptions { ConversationId = "c" }.WithCacheSalt("1");
        await Client(provider, cache).GetResponseAsync("Hi", options);
        await Client(provider, cache).GetStreamingResponseAsync("Hi", options).ToChatResponseAsync();

        Assert.Equal((2, 2, 0, 0), (provider.Calls, cache.Statistics.Bypassed, cache.Statistics.Misses, _folder.Sql("SELECT count(*) FROM entry")));
        Assert.Null(provider.LastOptions!.AdditionalProperties);
    }

    [Fact]
    public async Task Answers_grow_too_old()
    {
        var clock = new FakeTimeProvider();
        var provider = new AnsweringChatClient();
        var options = new DiskCacheOptions { MaxAge = TimeSpan.FromDays(1), TimeProvider = clock };
        await using (var cache = new DiskCache(_folder.Cache, options))
        {
            await Client(provider, cache).GetResponseAsync("Hi");
            clock.Advance(TimeSpan.FromDays(1));
            Assert.Equal("answer 1", (await Client(provider, cache).GetResponseAsync("Hi")).Text);
            clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal("answer 2", (await Client(provider, cache).GetResponseAsync("Hi")).Text);
            Assert.Equal("answer 2", (await Client(provider, cache).GetResponseAsync("Hi")).Text);
            Assert.Equal(1, _folder.Sql("SELECT count(*) FROM entry"));
        }

        clock.Advance(TimeSpan.FromDays(2));
        await using var later = new DiskCache(_folder.Cache, options);
        Assert.Equal(0, _folder.Sql("SELECT count(*) FROM entry"));
    }

    [Fact]
    public async Task Above_its_size_the_oldest_answers_are_dropped()
    {
        var clock = new FakeTimeProvider();
        var provider = new AnsweringChatClient(call => Reply(new string('x', 1_000)));
        await using var cache = new DiskCache(_folder.Cache, new DiskCacheOptions { MaxBytes = 20_000, TimeProvider = clock });
        var client = Client(provider, cache);
        for (var i = 0; i < 50; i++)
        {
            await client.GetResponseAsync($"{i}");
            clock.Advance(TimeSpan.FromSeconds(1));
            Assert.InRange(_folder.Sql("SELECT sum(size) FROM entry"), 0, 20_000);
        }

        Assert.InRange(_folder.Sql("SELECT sum(size) FROM entry"), 16_000, 20_000);
        await client.GetResponseAsync("49");
        Assert.Equal(50, provider.Calls);
        await client.GetResponseAsync("0");
        Assert.Equal(51, provider.Calls);
    }

    [Fact]
    public void Options_name_themselves_and_their_range()
    {
        var options = new DiskCacheOptions();
        Assert.Contains("MaxBytes must be at least 1000", Assert.Throws<ArgumentOutOfRangeException>(() => options.MaxBytes = 10).Message);
        Assert.Contains("MaxAge must be above zero", Assert.Throws<ArgumentOutOfRangeException>(() => options.MaxAge = TimeSpan.Zero).Message);
        Assert.Contains("WriteQueue must be between 1 and", Assert.Throws<ArgumentOutOfRangeException>(() => options.WriteQueue = 0).Message);
        Assert.Contains("LockTimeout must be between 1 s and 1 h", Assert.Throws<ArgumentOutOfRangeException>(() => options.LockTimeout = TimeSpan.Zero).Message);
        Assert.Throws<ArgumentNullException>(() => options.TimeProvider = null!);
    }

    private static IChatClient Client(IChatClient provider, DiskCache cache) => new ChatClientBuilder(provider).UseDiskCache(cache).Build();
}
