using System.Text;
using FastBertTokenizer;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Aloe.Embeddings.Tests;

public sealed class WordPieceTokenizerTests
{
    private static readonly IReadOnlyList<string> Vocabulary = MiniLmResources.ReadVocabulary();
    private static readonly WordPieceTokenizer Tokenizer = new(Vocabulary);

    [Fact]
    public void Vocabulary_is_that_of_bert_base_uncased()
    {
        Assert.Equal(30_522, Vocabulary.Count);
        Assert.Equal(["[PAD]", "[UNK]", "[CLS]", "[SEP]"], new[] { Vocabulary[0], Vocabulary[100], Vocabulary[101], Vocabulary[102] });
    }

    // Ids as FastBertTokenizer 1.2.6 gives them where ICU is installed.
    [Theory]
    [InlineData("café naïve résumé Ångström", new long[] { 101, 7668, 15743, 13746, 17076, 15687, 102 })]
    [InlineData("It's don't we're", new long[] { 101, 2009, 1005, 1055, 2123, 1005, 1056, 2057, 1005, 2128, 102 })]
    [InlineData("a\nb\r\n\tc", new long[] { 101, 1037, 1038, 1039, 102 })]
    [InlineData("日本語 emoji 😀 x", new long[] { 101, 1864, 1876, 1950, 7861, 29147, 2072, 100, 1060, 102 })]
    [InlineData("hello\u0000world\u200b!", new long[] { 101, 7592, 11108, 999, 102 })]
    [InlineData("ÉCOLE Straße İstanbul", new long[] { 101, 12431, 2358, 27807, 9960, 102 })]
    [InlineData("", new long[] { 101, 102 })]
    public void Known_ids(string text, long[] expected) => Assert.Equal(expected, Tokenizer.Encode(text, 256));

    [Fact]
    public void A_word_of_more_than_100_characters_is_unknown()
    {
        Assert.Equal([101, 100, 102], Tokenizer.Encode(new string('x', 101), 256));
        Assert.DoesNotContain(100, Tokenizer.Encode(new string('x', 100), 256));
    }

    [Theory]
    [InlineData(253, 255)]
    [InlineData(254, 256)]
    [InlineData(255, 256)]
    [InlineData(5_000, 256)]
    public void Long_text_is_cut_and_still_ends_with_its_separator(int words, int expected)
    {
        var ids = Tokenizer.Encode(string.Join(' ', Enumerable.Repeat("hello", words)), 256);
        Assert.Equal(expected, ids.Length);
        Assert.Equal([101L, 102L], new[] { ids[0], ids[^1] });
        Assert.All(ids[1..^1], id => Assert.Equal(7592, id));
    }

    [Fact]
    public void Cut_inside_a_word_keeps_the_pieces_that_fit()
    {
        var whole = Tokenizer.Encode("embeddings unbelievably", 256);
        for (var most = 2; most <= whole.Length; most++)
        {
            Assert.Equal([.. whole[..(most - 1)], 102], Tokenizer.Encode("embeddings unbelievably", most));
        }
    }

    [Property(MaxTest = 2_000)]
    public Property Ids_equal_those_of_an_independent_tokenizer() => Prop.ForAll(Texts(), text =>
    {
        var oracle = new long[256];
        var count = Oracle.Value.Encode(text, oracle, new long[256]);
        Assert.Equal(oracle[..count], Tokenizer.Encode(text, 256));
    });

    // Words of the vocabulary, glued, cased and spaced at random. No accents: the other tokenizer cannot decompose without ICU.
    private static Arbitrary<string> Texts()
    {
        var piece = Gen.Elements(Vocabulary.Where(piece => piece.All(char.IsAsciiLetterOrDigit)).ToArray());
        var separator = Gen.Elements(" ", " ", " ", "", "\n", "\r\n\t", "'", "-", ". ", ", ", "!", "…", " — ", "'s ", "n't ", "(", ") ", "/", "\u00A0", "語");
        var cased = piece.Zip(Gen.Choose(0, 3), (text, how) => how switch { 0 => text.ToUpperInvariant(), 1 => char.ToUpperInvariant(text[0]) + text[1..], _ => text });
        return cased.Zip(separator, (text, space) => text + space).ListOf().Select(parts => string.Concat(parts)).ToArbitrary();
    }

    private static readonly Lazy<BertTokenizer> Oracle = new(() =>
    {
        var oracle = new BertTokenizer();
        oracle.LoadVocabulary(new StringReader(new StringBuilder().AppendJoin('\n', Vocabulary).ToString()), convertInputToLowercase: true);
        return oracle;
    });
}
