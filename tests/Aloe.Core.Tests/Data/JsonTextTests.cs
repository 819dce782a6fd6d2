using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Aloe.Data;
using FsCheck.Xunit;

namespace Aloe.Core.Tests.Data;

/// <summary>The published form: every character stands for itself, and a text that looks like an escape stays one.</summary>
public sealed class JsonTextTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("", "")]
    [InlineData("plain", "plain")]
    [InlineData(@"\uD83D\uDE00", "😀")]
    [InlineData(@"a\uD83D\uDE00b\uD83D\uDE00\uD800\uDC00c", "a😀b😀\U00010000c")]
    [InlineData(@"\\uD83D\\uDE00", @"\\uD83D\\uDE00")] // Backslashes of the text.
    [InlineData(@"\\uD83D\uD83D\uDE00", @"\\uD83D😀")]
    [InlineData(@"\\\uD83D\uDE00", @"\\😀")]
    [InlineData(@"\uD83Dx\uDE00", @"\uD83Dx\uDE00")] // Halves, which the encoder never writes.
    [InlineData(@"\uDE00\uD83D", @"\uDE00\uD83D")]
    [InlineData(@"x\uD83D", @"x\uD83D")]
    [InlineData(@"\uD83D\uDE0", @"\uD83D\uDE0")]
    [InlineData(@"\uD83D\u0041", @"\uD83D\u0041")]
    [InlineData(@"\uD83\uDE00", @"\uD83\uDE00")]
    [InlineData(@"\uD", @"\uD")]
    public void EscapedPairsBecomeCharacters(string json, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        Assert.Equal(expected, Encoding.UTF8.GetString(bytes, 0, JsonText.Unescape(bytes)));
    }

    [Property(Arbitrary = [typeof(Arbitrary)], MaxTest = 300)]
    public void ALineIsWhatTheSerializerWritesWithEscapedPairsReplaced(string text)
    {
        // Another way to the same form: over strings and a regular expression.
        var expected = Regex.Replace(JsonSerializer.Serialize(text, Relaxed), @"\\u(D[89AB][0-9A-F]{2})\\u(D[C-F][0-9A-F]{2})", pair => $"{Unit(pair.Groups[1])}{Unit(pair.Groups[2])}");
        Assert.Equal(expected + "\n", Encoding.UTF8.GetString(new TextPoolFormat().Line(text)));

        static char Unit(Group hex) => (char)Convert.ToInt32(hex.Value, 16);
    }
}
