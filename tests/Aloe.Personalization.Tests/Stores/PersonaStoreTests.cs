using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;

namespace Aloe.Personalization.Tests.Stores;

public sealed class PersonaStoreTests : IDisposable
{
    private static readonly UserPicture Picture = new(new RevealedPersona(["Keeps bees.", "東京 \"x\" \\ 🐝"], ["Likes short answers."]), 3, new DateTimeOffset(2030, 5, 1, 12, 0, 0, 123, TimeSpan.Zero), 7);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aloe-pictures-");
    private readonly Clock _clock = new();

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("memory")]
    [InlineData("file")]
    [InlineData("cache")]
    public async Task PicturesComeBackAsTheyWereUntilTheyAreForgotten(string kind)
    {
        var store = Store(kind);
        Assert.Null(await store.GetAsync("anna"));
        await store.ForgetAsync("anna");

        await store.SetAsync("anna", Picture with { Version = 1 });
        await store.SetAsync("anna", Picture);
        await store.SetAsync("bert", Picture with { Turns = 1 });

        Assert.Equal(Picture, await store.GetAsync("anna"));
        Assert.Null(await store.GetAsync("Anna"));
        await store.ForgetAsync("anna");
        Assert.Null(await store.GetAsync("anna"));
        Assert.Equal(1, (await store.GetAsync("bert"))!.Turns);
    }

    [Theory]
    [InlineData("memory")]
    [InlineData("file")]
    [InlineData("cache")]
    public async Task AnEmptyIdIsAnError(string kind)
    {
        var store = Store(kind);

        await Assert.ThrowsAsync<ArgumentException>(async () => await store.GetAsync(" "));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.SetAsync("", Picture));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.ForgetAsync(""));
    }

    [Fact]
    public async Task ACachesEntriesExpire()
    {
        var store = new DistributedCachePersonaStore(Cache(), new DistributedCacheEntryOptions { AbsoluteExpirationRelativeToNow = TimeSpan.FromDays(30) });
        await store.SetAsync("anna", Picture);

        _clock.UtcNow += TimeSpan.FromDays(29);
        Assert.NotNull(await store.GetAsync("anna"));
        _clock.UtcNow += TimeSpan.FromDays(1);
        Assert.Null(await store.GetAsync("anna"));
    }

    [Fact]
    public async Task KeysShowThePrefixAndNotTheUser()
    {
        var cache = Cache();
        var logger = new FakeLogger<DistributedCachePersonaStore>();
        var store = new DistributedCachePersonaStore(cache, prefix: "shop:", logger: logger);
        await store.SetAsync("anna", Picture);

        // SHA-256 of "anna" in UTF-16, little endian, computed elsewhere.
        const string Key = "shop:4d8afeddcc4148b32c1f06b8f3901b5ad48d1d06a5c99831ad4657ac6222708c";
        Assert.NotNull(await cache.GetAsync(Key));
        await cache.SetStringAsync(Key, "{ broken");
        Assert.Null(await store.GetAsync("anna"));
        Assert.Equal($"The picture stored as {Key} cannot be read; its user counts as unknown", logger.LatestRecord.Message);
    }

    private IPersonaStore Store(string kind) => kind switch
    {
        "memory" => new InMemoryPersonaStore(),
        "file" => new FilePersonaStore(_folder.FullName),
        _ => new DistributedCachePersonaStore(Cache()),
    };

    private MemoryDistributedCache Cache() => new(Options.Create(new MemoryDistributedCacheOptions { Clock = _clock }));

    private sealed class Clock : ISystemClock
    {
        public DateTimeOffset UtcNow { get; set; } = new(2030, 5, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
