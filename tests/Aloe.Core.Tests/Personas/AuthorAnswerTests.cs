using Aloe.Personas;

namespace Aloe.Core.Tests.Personas;

public sealed class AuthorAnswerTests
{
    private const string Text = "She is 40 years old. She keeps bees. She sings in a choir.";

    [Theory]
    [InlineData(Text)]
    [InlineData("1. " + Text)]
    [InlineData("(12) " + Text)]
    [InlineData("#3: " + Text)]
    [InlineData("- " + Text)]
    [InlineData("• " + Text)]
    [InlineData("  * 7) " + Text + "  ")]
    [InlineData("\"" + Text + "\"")]
    [InlineData("\"" + Text + "\",")]
    [InlineData("2. “" + Text + "”")]
    [InlineData("Profile 4: " + Text)]
    [InlineData("**Profile 4:** " + Text)]
    public void TakesMarkersAndQuotesOff(string line)
    {
        var (texts, malformed) = AuthorAnswer.Parse(line, isCut: false);
        Assert.Equal([Text], texts);
        Assert.Equal(0, malformed);
    }

    [Theory]
    [InlineData("35 years old, he drives a bus through the hills. He has 2 sons.")]
    [InlineData("3.5 days a week he works at the port. He owns a small red boat.")]
    public void LeavesNumbersThatBelongToTheText(string line) => Assert.Equal([line], AuthorAnswer.Parse(line, isCut: false).Texts);

    [Fact]
    public void CountsWhatIsNoText()
    {
        var answer = $"Sure! Here are the new profiles that you asked me for:\r\n\r\n```\n1. {Text}\nShort.\n{new string('x', 2_001)}\n2. He {Text}\n```\n";
        var (texts, malformed) = AuthorAnswer.Parse(answer, isCut: false);
        Assert.Equal([Text, "He " + Text], texts);
        Assert.Equal(3, malformed);
    }

    [Fact]
    public void ALastLineThatWasCutOffIsNoText()
    {
        var (texts, malformed) = AuthorAnswer.Parse($"{Text}\n{Text[..45]}", isCut: true);
        Assert.Equal([Text], texts);
        Assert.Equal(1, malformed);
    }
}
