using Microsoft.Extensions.AI;

namespace Aloe.Middleware.Tests.Caching;

public sealed class CacheDamageTests : IDisposable
{
    private readonly CacheFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("UPDATE entry SET body = replace(cast(body AS text), 'answer', 'onswer')")]
    [InlineData("UPDATE entry SET body = x''")]
    [InlineData("UPDATE entry SET checksum = x'00'")]
    [InlineData("UPDATE entry SET body = cast(body AS text), checksum = checksum || x'00'")]
    public async Task A_damaged_entry_is_asked_anew_and_replaced(string damage)
    {
        var provider = new AnsweringChatClient();
        await using var cache = new DiskCache(_folder.Cache);
        var client = new DiskCacheChatClient(provider, cache);
        await client.GetResponseAsync("Hi");
        _folder.Sql(damage);

        Assert.Equal("answer 2", (await client.GetResponseAsync("Hi")).Text);
        Assert.Equal("answer 2", (await client.GetResponseAsync("Hi")).Text);
        Assert.Equal((1, 2, 1), (cache.Statistics.Damaged, cache.Statistics.Misses, cache.Statistics.Hits));
    }

    [Fact]
    public async Task An_entry_that_another_version_wrote_in_another_way_is_asked_anew()
    {
        var provider = new AnsweringChatClient();
        await using var cache = new DiskCache(_folder.Cache);
        var client = new DiskCacheChatClient(provider, cache);
        await client.GetResponseAsync("Hi");
        var key = RequestKey.Of([new ChatMessage(ChatRole.User, "Hi")], null, "lantern-1", "")!;
        using (var file = new CacheFile(_folder.Cache, TimeSpan.FromSeconds(5)))
        {
            file.Write([CacheEntry.Of(key, DateTimeOffset.UtcNow, "[1]"u8.ToArray())]);
        }

        Assert.Equal("answer 2", (await client.GetResponseAsync("Hi")).Text);
    }

    [Fact]
    public async Task A_file_that_is_no_cache_is_named()
    {
        File.WriteAllText(_folder.Cache, string.Concat(Enumerable.Repeat("This is no database. ", 500)));
        Assert.Contains($"Cache file {_folder.Cache}: it is damaged or no SQLite database. Delete it", Assert.Throws<CacheFileException>(() => new DiskCache(_folder.Cache)).Message);

        File.Delete(_folder.Cache);
        _folder.Sql("CREATE TABLE customer (id INTEGER)");
        Assert.Contains("another application's database", Assert.Throws<CacheFileException>(() => new DiskCache(_folder.Cache)).Message);
        Assert.Equal(0, _folder.Sql("SELECT count(*) FROM customer"));

        File.Delete(_folder.Cache);
        await new DiskCache(_folder.Cache).DisposeAsync();
        _folder.Sql("PRAGMA user_version = 9");
        Assert.Contains("version 9, this SDK reads up to 1", Assert.Throws<CacheFileException>(() => new DiskCache(_folder.Cache)).Message);

        var nowhere = _folder["no/such/folder.db"];
        Assert.Contains(nowhere, Assert.Throws<CacheFileException>(() => new DiskCache(nowhere)).Message);
    }

    [Fact]
    public async Task A_file_with_any_page_overwritten_gives_right_answers_or_an_error_that_names_it()
    {
        var provider = new AnsweringChatClient(call => AnsweringChatClient.Reply(new string((char)('a' + (call % 26)), 3_000)));
        await using (var cache = new DiskCache(_folder.Cache))
        {
            var client = new DiskCacheChatClient(provider, cache);
            for (var i = 1; i <= 20; i++)
            {
                await client.GetResponseAsync($"{i}");
            }
        }

        var whole = await File.ReadAllBytesAsync(_folder.Cache);
        var random = new Random(3);
        var (errors, right) = (0, 0);
        for (var trial = 0; trial < 60; trial++)
        {
            var bytes = whole.ToArray();
            var at = random.Next(trial < 10 ? 200 : bytes.Length - 64);
            random.NextBytes(bytes.AsSpan(at, 64));
            var path = _folder[$"damaged-{trial}.db"];
            await File.WriteAllBytesAsync(path, bytes);
            try
            {
                await using var cache = new DiskCache(path);
                var client = new DiskCacheChatClient(new AnsweringChatClient(_ => AnsweringChatClient.Reply("asked anew")), cache);
                for (var i = 1; i <= 20; i++)
                {
                    var text = (await client.GetResponseAsync($"{i}")).Text;
                    Assert.True(text == "asked anew" || text == new string((char)('a' + (i % 26)), 3_000), $"trial {trial}, request {i}");
                    right++;
                }
            }
            catch (CacheFileException error)
            {
                Assert.Contains(path, error.Message);
                errors++;
            }
        }

        Assert.True(errors > 0 && right > 0, $"{errors} errors, {right} answers");
    }
}
