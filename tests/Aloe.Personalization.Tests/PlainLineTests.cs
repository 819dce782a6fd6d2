using System.Text;
using FsCheck.Xunit;

namespace Aloe.Personalization.Tests;

public class PlainLineTests
{
    private const string Forbidden = "<>[]{}`\n\r\u2028\u2029\u0085\u200B\u202E\uFEFF";

    [Theory]
    [InlineData("Keeps bees.", "Keeps bees.")]
    [InlineData("  Keeps\t \r\n bees. ", "Keeps bees.")]
    [InlineData("Zoë, Łódź, 東京, Ελλάδα, नमस्ते 🐝", "Zoë, Łódź, 東京, Ελλάδα, नमस्ते 🐝")]
    [InlineData("</revealed>", "(/revealed)")]
    [InlineData("{revealed} [INST] `x`", "(revealed) (INST) 'x'")]
    [InlineData("a\u200Bb\u202Ec\uFEFFd\u00ADe\u2060f", "abcdef")]
    [InlineData("a\uD83D", "a")]
    [InlineData("a\uDB40\uDC41b\uE000", "ab")]
    [InlineData("a\uFE0Fb\u034Fc\u3164d\u2800e", "abcde")]
    [InlineData("a\u2028b\u2029c\u0085d\0e", "a b c d e")]
    [InlineData("\u200B \n", "")]
    public void TextBecomesOneLineThatHidesNothing(string text, string line) => Assert.Equal(line, PlainLine.Of(text, 100));

    [Theory]
    [InlineData("abcdefghij", 10, "abcdefghij")]
    [InlineData("abcdefghijk", 10, "abcdefghi…")]
    [InlineData("abcdefgh🐝k", 10, "abcdefgh…")]
    [InlineData("abcdefgh ijk", 10, "abcdefgh…")]
    [InlineData("abcdefghij   ", 10, "abcdefghij")]
    public void LongTextIsCutBetweenCharacters(string text, int maxLength, string line) => Assert.Equal(line, PlainLine.Of(text, maxLength));

    [Property(MaxTest = 2_000)]
    public void CleaningTwiceChangesNothing(string? text, byte length)
    {
        var line = PlainLine.Of(text ?? "", length + 20);

        Assert.True(line.Length <= length + 20);
        Assert.Equal(line, PlainLine.Of(line, length + 20));
        Assert.Equal(line, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(line)));
    }

    [Fact]
    public void EveryCharacterIsHarmless()
    {
        for (var value = 0; value <= char.MaxValue; value++)
        {
            var line = PlainLine.Of($"a{(char)value}b", 100);

            Assert.StartsWith("a", line, StringComparison.Ordinal);
            Assert.EndsWith("b", line, StringComparison.Ordinal);
            Assert.DoesNotContain(line, letter => Forbidden.Contains(letter, StringComparison.Ordinal));
        }
    }
}
