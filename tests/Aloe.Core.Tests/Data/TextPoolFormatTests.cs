using Aloe.Core.Tests.Doubles;
using Aloe.Data;

namespace Aloe.Core.Tests.Data;

public sealed class TextPoolFormatTests
{
    private readonly TextPoolFormat _format = new();

    [Fact]
    public async Task SeveralStringsOnALineAreSeveralTexts()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("profile.jsonl", "\"He bakes.\" \"She keeps bees.\"\n\n\"a\"\"b\"\r\n \"She said \\\"no\\\".\"");
        Assert.Equal(["He bakes.", "She keeps bees.", "a", "b", "She said \"no\"."], await _format.ReadAsync(path).ToListAsync());
    }

    [Theory]
    [InlineData("\"a\" 7", "Number")]
    [InlineData("{\"a\":1}", "StartObject")]
    [InlineData("\"a", "expected JSON strings")]
    [InlineData("plain text", "expected JSON strings")]
    [InlineData("\"\\ud800\"", "expected JSON strings")]
    [InlineData("\"  \"", "empty")]
    public async Task AnythingElseIsNamedByFileAndLine(string line, string reason)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("profile.jsonl", $"\"fine\"\n{line}\n");
        var failure = await Assert.ThrowsAsync<DataFormatException>(async () => await _format.ReadAsync(path).CountAsync());
        Assert.Equal((path, 2), (failure.Path, failure.Line));
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheReferencePoolsAreReadWhole()
    {
        var folder = ReferenceData.Find();
        Assert.SkipWhen(folder is null, ReferenceData.SkipReason);
        var profiles = await _format.ReadAsync(Path.Combine(folder!, "profile.jsonl")).ToListAsync();
        var personalities = await _format.ReadAsync(Path.Combine(folder!, "personality.jsonl")).ToListAsync();
        Assert.Equal(331, profiles.Distinct().Count());
        Assert.Equal(71, personalities.Distinct().Count());
    }
}
