using Aloe.Core.Tests.Doubles;
using Aloe.Data;

namespace Aloe.Core.Tests.Data;

public sealed class TreeFormatTests
{
    private const string Line =
        """{"schemaVersion":1,"id":"t1","persona":{"id":"p1","profile":"Sie bäckt. 😀","personality":"Elle \"rit\"."},"turns":[{"number":1,"user":"Hé <you> & 日本 'x' 👋","preferred":"a\nb","rejected":"c\\d","trunk":"rejected","preferredSource":"informed","isTie":false,"revealed":{"facts":["Sie bäckt."],"traits":[]}}]}""";

    private static readonly ConversationTree Tree = new(
        "t1",
        new Persona("p1", "Sie bäckt. 😀", "Elle \"rit\"."),
        [new Turn(1, "Hé <you> & 日本 'x' 👋", "a\nb", "c\\d", ReplyKind.Rejected, ReplySource.Informed, false, new RevealedPersona(["Sie bäckt."], []))]);

    private readonly TreeFormat _format = new();

    [Fact]
    public async Task ALineIsCompactReadableJson()
    {
        using var folder = new TemporaryFolder();
        await _format.WriteAsync(folder.File("sub/trees.jsonl"), [Tree, Tree with { Id = "t2" }]);
        var expected = $"{Line}\n{Line.Replace("\"t1\"", "\"t2\"", StringComparison.Ordinal)}\n";
        Assert.Equal(System.Text.Encoding.UTF8.GetBytes(expected), await File.ReadAllBytesAsync(folder.File("sub/trees.jsonl")));
        Assert.Equal([Tree, Tree with { Id = "t2" }], await _format.ReadAsync(folder.File("sub/trees.jsonl")).ToListAsync());
    }

    [Fact]
    public async Task BlankLinesCrlfAByteOrderMarkAndUnknownFieldsAreTolerated()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("trees.jsonl", $"\ufeff\r\n{Line}\r\n   \n{Line.Replace("\"id\":\"t1\"", "\"id\":\"t1\",\"later\":[1]", StringComparison.Ordinal)}");
        Assert.Equal([Tree, Tree], await _format.ReadAsync(path).ToListAsync());
    }

    [Theory]
    [InlineData("\"schemaVersion\":1", "\"schemaVersion\":3", "schemaVersion", "reads 1 and 2")]
    [InlineData("\"id\":\"t1\",", "", null, "'id'")]
    [InlineData("\"id\":\"t1\"", "\"id\":null", "id", "null")]
    [InlineData("\"id\":\"t1\"", "\"id\":7", "id", "could not be converted")]
    [InlineData("\"id\":\"t1\"", "\"id\":\" \"", "id", "empty")]
    [InlineData("\"id\":\"t1\"", "\"id\":\"a\",\"id\":\"b\"", "id", "Duplicate")]
    [InlineData("\"id\":\"t1\"", "\"id\":\"\\ud800\"", "id", "could not be converted")]
    [InlineData("\"id\":\"p1\"", "\"id\":\"\"", "persona.id", "empty")]
    [InlineData("\"number\":1", "\"number\":2", "turns[0].number", "in order")]
    [InlineData("\"number\":1", "\"number\":1e400", "turns[0].number", "could not be converted")]
    [InlineData("\"trunk\":\"rejected\"", "\"trunk\":\"both\"", "turns[0].trunk", "could not be converted")]
    [InlineData("\"trunk\":\"rejected\"", "\"trunk\":1", "turns[0].trunk", "could not be converted")]
    [InlineData("\"preferred\":\"a\\nb\"", "\"preferred\":\"\"", "turns[0].preferred", "empty")]
    [InlineData("\"facts\":[\"Sie bäckt.\"]", "\"facts\":[null]", "turns[0].revealed.facts", "null")]
    [InlineData("\"traits\":[]", "\"traits\":null", "turns[0].revealed.traits", "null")]
    [InlineData(",\"revealed\":{\"facts\":[\"Sie bäckt.\"],\"traits\":[]}", "", "turns[0]", "'revealed'")]
    [InlineData("}}]}", "}},null]}", "turns[1]", "null")]
    [InlineData("}}]}", "}}]", null, "")]
    [InlineData("}}]}", "}}]} {}", null, "")]
    public async Task BadInputIsNamedByFileLineAndField(string old, string replacement, string? field, string reason)
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(old, Line, StringComparison.Ordinal);
        var path = folder.Write("bad.jsonl", $"{Line}\n\n{Line.Replace(old, replacement, StringComparison.Ordinal)}\n");
        var read = new List<ConversationTree>();
        var failure = await Assert.ThrowsAsync<DataFormatException>(async () =>
        {
            await foreach (var tree in _format.ReadAsync(path))
            {
                read.Add(tree);
            }
        });
        Assert.Equal([Tree], read);
        Assert.Equal((path, 3), (failure.Path, failure.Line));
        Assert.StartsWith($"{path}, line 3", failure.Message, StringComparison.Ordinal);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        if (field is not null)
        {
            Assert.Equal(field, failure.Field);
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("\0\0\0")]
    [InlineData("{")]
    public async Task OtherJsonIsRefused(string line)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("bad.jsonl", line);
        Assert.Equal(1, (await Assert.ThrowsAsync<DataFormatException>(async () => await _format.ReadAsync(path).CountAsync())).Line);
    }

    [Fact]
    public async Task DeepNestingIsAnErrorNotACrash()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("bad.jsonl", $"{{\"x\":{new string('[', 100_000)}");
        await Assert.ThrowsAsync<DataFormatException>(async () => await _format.ReadAsync(path).CountAsync());
    }

    [Fact]
    public async Task BytesThatAreNotUtf8AreAnError()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.File("bad.jsonl"), [(byte)'"', 0xFF, 0xFE, (byte)'"', (byte)'\n']);
        var failure = await Assert.ThrowsAsync<DataFormatException>(async () => await _format.ReadAsync(folder.File("bad.jsonl")).CountAsync());
        Assert.Contains("UTF-8", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFailedWriteLeavesTheOldFile()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("trees.jsonl", "old");
        await Assert.ThrowsAsync<InvalidOperationException>(() => _format.WriteAsync(path, Failing()));
        Assert.Equal("old", await File.ReadAllTextAsync(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));

        static IEnumerable<ConversationTree> Failing()
        {
            yield return Tree;
            throw new InvalidOperationException();
        }
    }

    [Fact]
    public async Task CancellationStopsReading()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("trees.jsonl", string.Concat(Enumerable.Repeat(Line + "\n", 500)));
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in _format.ReadAsync(path, stop.Token))
            {
                await stop.CancelAsync();
            }
        });
    }

    [Fact]
    public async Task AMissingFileIsNamed()
        => Assert.Contains("no-such.jsonl", (await Assert.ThrowsAsync<FileNotFoundException>(async () => await _format.ReadAsync("no-such.jsonl").CountAsync())).Message, StringComparison.Ordinal);
}
