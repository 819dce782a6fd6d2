using Aloe.Personalization.Tests.Doubles;
using Aloe.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Aloe.Personalization.Tests.Stores;

public sealed class FilePersonaStoreTests : IDisposable
{
    private static readonly ChatOptions Anna = new ChatOptions().WithUser("anna");
    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("aloe-pictures-");
    private readonly FakeLogger<FilePersonaStore> _logger = new();
    private readonly string _folder;

    public FilePersonaStoreTests() => _folder = Path.Combine(_temporary.FullName, "new", "pictures");

    public void Dispose() => _temporary.Delete(recursive: true);

    [Fact]
    public async Task PicturesAreThereAfterARestart()
    {
        // Killed while the inducer is at work on the second reply: nobody disposes of anything.
        var inducer = new GatedChatClient();
        var killed = Client(inducer);
        await killed.GetResponseAsync("I keep bees", Anna);
        (await inducer.NextAsync()).Answer(Claimed.Facts("Keeps bees."));
        await killed.FlushAsync("anna");
        await killed.GetResponseAsync("I live in Rome", Anna);
        await inducer.NextAsync();
        await File.WriteAllTextAsync(Path.ChangeExtension(OnlyFile(), ".0123.tmp"), "{\"sch");

        var assistant = new ScriptedChatClient(_ => "Nice.");
        await using var client = Client(new ScriptedChatClient(_ => Claimed.Facts("Keeps bees.", "Lives in Rome.")), assistant);
        await client.GetResponseAsync("Hi", Anna);
        await client.FlushAsync("anna");

        Assert.Contains("fact: Keeps bees.", assistant.Calls[0].Messages[0].Text, StringComparison.Ordinal);
        var picture = (await new FilePersonaStore(_folder).GetAsync("anna"))!;
        Assert.Equal(["Keeps bees.", "Lives in Rome."], picture.Revealed.Facts);
        Assert.Equal((2, 2), (picture.Version, picture.Turns));

        await client.ForgetAsync("anna");
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\0\0\0\0")]
    [InlineData("""{"schema":2,"version":1,"updated":"2030-01-01T00:00:00+00:00","turns":1,"facts":[],"traits":[]}""")]
    [InlineData("""{"schema":1,"version":1,"updated":"2030-01-01T00:00:00+00:00","turns":1,"facts":null,"traits":[]}""")]
    [InlineData("""{"schema":1,"version":1,"updated":"2030-01-01T00:00:00+00:00","turns":1,"facts":["SECRET",null],"traits":[]}""")]
    [InlineData("""{"schema":1,"version":1,"updated":"2030-01-01T00:00:00+00:00","turns":1,"facts":["SECRET"]}""")]
    [InlineData("""{"schema":1,"version":"SECRET","updated":"2030-01-01T00:00:00+00:00","turns":1,"facts":[],"traits":[]}""")]
    public async Task AFileThatIsNoPictureIsAnUnknownUser(string content)
    {
        var store = new FilePersonaStore(_folder, _logger);
        await store.SetAsync("anna", Picture("Keeps bees."));
        await File.WriteAllTextAsync(OnlyFile(), content);
        var assistant = new ScriptedChatClient(_ => "Nice.");
        await using var client = new PersonaInferenceChatClient(assistant, new ScriptedChatClient(_ => Claimed.Facts("Keeps geese.")), store);

        await client.GetResponseAsync("Hi", Anna);
        await client.FlushAsync("anna");

        Assert.Single(assistant.Calls[0].Messages);
        Assert.Equal(1, (await store.GetAsync("anna"))!.Version);
        var warning = _logger.Collector.GetSnapshot()[0];
        Assert.Equal(LogLevel.Warning, warning.Level);
        Assert.Equal($"The picture stored as {Path.GetFileNameWithoutExtension(OnlyFile())} cannot be read; its user counts as unknown", warning.Message);
        Assert.Null(warning.Exception);
    }

    [Fact]
    public async Task NoIdLeavesTheFolder()
    {
        string[] ids = ["../../etc/passwd", "..", "/", "C:\\x", "a/b", "con", "a\0b", new string('x', 10_000), "Anna", "anna", "anna ", "anna\u200B", "\uD800", "\uD801", "*"];
        var store = new FilePersonaStore(_folder);
        foreach (var id in ids)
        {
            await store.SetAsync(id, Picture(id.Length.ToString()));
        }

        Assert.Equal(ids.Length, Directory.GetFiles(_folder).Length);
        Assert.Equal(["new"], _temporary.GetFileSystemInfos().Select(entry => entry.Name));
        Assert.All(Directory.GetFiles(_folder), path => Assert.Matches("^[0-9a-f]{64}\\.json$", Path.GetFileName(path)));
        await store.ForgetAsync("*");
        Assert.Equal(ids.Length - 1, Directory.GetFiles(_folder).Length);
        foreach (var id in ids[..^1])
        {
            Assert.Equal([id.Length.ToString()], (await store.GetAsync(id))!.Revealed.Facts);
        }
    }

    [Fact]
    public async Task OnlyTheOwnerCanReadThem()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Unix has modes.");
        var store = new FilePersonaStore(_folder);
        await store.SetAsync("anna", Picture("Keeps bees."));
        await store.SetAsync("anna", Picture("Keeps geese."));

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(OnlyFile()));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder));
        }
    }

    [Fact]
    public async Task OfManyWritersOneWinsAndNobodyReadsAPart()
    {
        FilePersonaStore[] stores = [new(_folder, _logger), new(_folder, _logger)];
        await stores[0].SetAsync("anna", Picture(new string('a', 50_000)));

        await Parallel.ForAsync(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, token) =>
        {
            await stores[i % 2].SetAsync("anna", Picture(new string((char)('a' + (i % 26)), 50_000)), token);
            var fact = Assert.Single((await stores[(i + 1) % 2].GetAsync("anna", token))!.Revealed.Facts);
            Assert.Equal(new string(fact[0], 50_000), fact);
        });

        Assert.EndsWith(".json", OnlyFile(), StringComparison.Ordinal);
        Assert.Equal(0, _logger.Collector.Count);
    }

    [Fact]
    public async Task AWriteThatIsCancelledLeavesNothing()
    {
        var store = new FilePersonaStore(_folder);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.SetAsync("anna", Picture("Keeps bees."), new CancellationToken(canceled: true)));

        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    private static UserPicture Picture(string fact) => new(new RevealedPersona([fact], []), 1, default, 1);

    private string OnlyFile() => Assert.Single(Directory.GetFiles(_folder));

    private PersonaInferenceChatClient Client(IChatClient inducer, IChatClient? assistant = null)
        => new(assistant ?? new ScriptedChatClient(_ => "Nice."), inducer, new FilePersonaStore(_folder));
}
