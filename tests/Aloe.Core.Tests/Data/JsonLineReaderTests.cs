using System.Text;
using Aloe.Core.Tests.Doubles;
using Aloe.Data;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Aloe.Core.Tests.Data;

/// <summary>Lines are the same however they fall on buffers and reads.</summary>
public sealed class JsonLineReaderTests
{
    // A byte order mark, CRLF, blank lines of several kinds, characters of two to four bytes, and no line feed at the end.
    private const string Content = "\ufeffa é\r\n\n \t\r\nb 日本 😀\n\u00a0\u2003\n\ufeffc\r\n\r\nthe last";

    private static readonly (int, string)[] Lines = [(1, "a é\r"), (4, "b 日本 😀"), (6, "\ufeffc\r"), (8, "the last")];

    [Fact]
    public async Task EveryBufferSizeAndEveryReadSizeGivesTheSameLines()
    {
        var bytes = Encoding.UTF8.GetBytes(Content);
        for (var buffer = 1; buffer <= bytes.Length + 1; buffer++)
        {
            for (var atOnce = 1; atOnce <= bytes.Length; atOnce++)
            {
                Assert.Equal(Lines, Read(bytes, buffer, atOnce));
                Assert.Equal(Lines, await ReadAsync(bytes, buffer, atOnce));
            }
        }
    }

    [Property(MaxTest = 200)]
    public Property LinesAreThePartsBetweenLineFeeds()
        => Prop.ForAll(Gen.ListOf(Gen.Elements("a", "é", "😀", "\n", "\r\n", " ", "\u2028", "\u0085", "\0", "{")).Select(string.Concat).ToArbitrary(), Gen.Choose(1, 20).ToArbitrary(), (text, size) =>
        {
            var expected = text.Split('\n').Select((line, index) => (index + 1, line)).Where(line => !string.IsNullOrWhiteSpace(line.line));
            Assert.Equal(expected, Read(Encoding.UTF8.GetBytes(text), size, size));
        });

    [Fact]
    public void WholeLinesOnlyLeavesOutALastLineThatIsCutOffAnywhere()
    {
        var bytes = Encoding.UTF8.GetBytes("{\"a\":1}\n\n😀\r\nend\n");
        for (var length = 0; length <= bytes.Length; length++)
        {
            var cut = bytes[..length];
            var whole = cut[..(cut.LastIndexOf((byte)'\n') + 1)];
            Assert.Equal(Read(whole, 4, 3), Read(cut, 4, 3, wholeLinesOnly: true));
        }
    }

    [Fact]
    public void AByteThatIsNotUtf8IsNamedByItsLineWhereverItStands()
    {
        var bytes = Encoding.UTF8.GetBytes("one é\ntwo 日本\n\nthree 😀\nend");
        for (var place = 0; place < bytes.Length; place++)
        {
            foreach (byte wrong in (ReadOnlySpan<byte>)[0xFF, 0xC0, 0x80, 0xED])
            {
                byte[] broken = [.. bytes[..place], wrong, .. bytes[place..]];
                if (IsUtf8(broken))
                {
                    continue;
                }

                var read = new List<int>();
                var line = 1 + bytes[..place].Count((byte)'\n');
                var failure = Assert.Throws<DataFormatException>(() => Read(broken, 5, 2, read: read));
                Assert.Equal(("data.jsonl", line), (failure.Path, failure.Line));
                Assert.Contains("UTF-8", failure.Message, StringComparison.Ordinal);
                Assert.Equal(((int[])[1, 2, 4, 5]).Where(number => number < line), read);
            }
        }
    }

    [Theory]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })] // Half of a surrogate pair.
    [InlineData(new byte[] { 0xC0, 0xAF })] // Longer than it need be.
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })] // Beyond the last character.
    [InlineData(new byte[] { 0xE2, 0x82 })] // Cut off.
    [InlineData(new byte[] { 0xFF, 0xFE, 0x7B, 0x00 })] // UTF-16.
    public void FormsThatUtf8ForbidsAreRefused(byte[] line)
        => Assert.Equal(2, Assert.Throws<DataFormatException>(() => Read([(byte)'a', (byte)'\n', .. line, (byte)'\n'], 3, 1)).Line);

    [Fact]
    public void AnEmptyFileAndAByteOrderMarkAloneHoldNoLines()
    {
        Assert.Empty(Read([], 1, 1));
        Assert.Empty(Read([0xEF, 0xBB, 0xBF], 1, 1));
        Assert.Empty(Read("\n\r\n"u8.ToArray(), 1, 1));
    }

    [Fact]
    public void ALineMayBeFarLongerThanTheBuffer()
    {
        var huge = new string('x', 5_000_000);
        Assert.Equal([(1, "a"), (2, huge), (3, "b")], Read(Encoding.UTF8.GetBytes($"a\n{huge}\nb"), 16, 1 << 16));
    }

    [Fact]
    public async Task CancellationIsSeenBeforeEveryLine()
    {
        using var stop = new CancellationTokenSource();
        var reader = new JsonLineReader(new MemoryStream("a\nb\n"u8.ToArray()), "data.jsonl");
        Assert.NotNull(await reader.NextAsync(stop.Token));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await reader.NextAsync(stop.Token));
    }

    private static List<(int, string)> Read(byte[] content, int buffer, int atOnce, bool wholeLinesOnly = false, List<int>? read = null)
    {
        var reader = new JsonLineReader(new ShortReadStream(content, atOnce), "data.jsonl", wholeLinesOnly, buffer);
        var lines = new List<(int, string)>();
        while (reader.Next() is { } line)
        {
            lines.Add((line.Number, Encoding.UTF8.GetString(line.Json.Span)));
            read?.Add(line.Number);
        }

        return lines;
    }

    private static async Task<List<(int, string)>> ReadAsync(byte[] content, int buffer, int atOnce)
    {
        var reader = new JsonLineReader(new ShortReadStream(content, atOnce), "data.jsonl", wholeLinesOnly: false, buffer);
        var lines = new List<(int, string)>();
        while (await reader.NextAsync(CancellationToken.None) is { } line)
        {
            lines.Add((line.Number, Encoding.UTF8.GetString(line.Json.Span)));
        }

        return lines;
    }

    private static bool IsUtf8(byte[] bytes)
    {
        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
