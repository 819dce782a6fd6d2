namespace Aloe.Embeddings.Tests;

public sealed class UncasedTextTests
{
    [Theory]
    [InlineData("Café", "cafe")]
    [InlineData("Cafe\u0301", "cafe")]
    [InlineData("ÅNGSTRÖM", "angstrom")]
    [InlineData("\u212Bngstr\u00F6m", "angstrom")]
    [InlineData("İstanbul", "istanbul")]
    [InlineData("Straße", "straße")]
    [InlineData("Łódź", "łodz")]
    [InlineData("Việt Nam", "viet nam")]
    [InlineData("Чайковский", "чаиковскии")]
    [InlineData("Ἀθῆναι", "αθηναι")]
    [InlineData("が", "か")]
    [InlineData("a\nb\r\n\tc\u00A0d", "a b   c d")]
    [InlineData("zero\u200Bwidth\u0000null\uFFFD", "zerowidthnull")]
    [InlineData("half \uD83D of a pair", "half  of a pair")]
    [InlineData("😀", "😀")]
    [InlineData("", "")]
    public void Brings_text_into_the_form_of_the_uncased_vocabulary(string text, string expected)
        => Assert.Equal(expected, UncasedText.Normalize(text));

    [Fact]
    public void Hangul_falls_into_its_letters()
        => Assert.Equal("\u1112\u1161\u11AB\u1100\u1173\u11AF", UncasedText.Normalize("한글"));
}
