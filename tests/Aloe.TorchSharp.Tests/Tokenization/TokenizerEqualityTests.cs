using System.Diagnostics.CodeAnalysis;
using Tokenizers.DotNet;

namespace Aloe.Torch.Tests;

/// <summary>The same ids as Hugging Face's library, on more than 200 hard strings, for every kind of tokenizer.</summary>
public sealed class TokenizerEqualityTests : IDisposable
{
    private const string Nfc = """{"type":"NFC"}""";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void There_are_more_than_200_hard_strings() => Assert.True(HardStrings.All.Distinct().Count() > 300);

    [Theory]
    [InlineData("gpt2", null, false)]
    [InlineData("gpt2", Nfc, true)]
    [InlineData("prefixed", null, false)]
    [InlineData("llama3", null, false)]
    [InlineData("llama3", null, true)]
    [InlineData("qwen", Nfc, false)]
    [InlineData("smollm", null, false)]
    public void Byte_level(string cuts, string? normalizer, bool wholeWords)
    {
        var preTokenizer = cuts switch { "gpt2" => TestTokenizers.Gpt2, "prefixed" => TestTokenizers.Gpt2Prefixed, "llama3" => TestTokenizers.Llama3, "qwen" => TestTokenizers.Qwen, _ => TestTokenizers.SmolLm };
        TestTokenizers.ByteLevel(_folder, preTokenizer, normalizer, wholeWords, special: ["<|im_start|>", "<|im_end|>"], plain: ["<tool_call>", "  ", "   ", "|||PHONE|||", "é!"]);
        EqualReference();
    }

    [Theory]
    [InlineData(TestTokenizers.LegacyNormalizer, null)]
    [InlineData(null, """{"type":"Metaspace","replacement":"▁","prepend_scheme":"first","split":false}""")]
    [InlineData(null, """{"type":"Metaspace","replacement":"▁","prepend_scheme":"first","split":true}""")]
    [InlineData(null, """{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":false}""")]
    [InlineData(null, """{"type":"Metaspace","replacement":"▁","prepend_scheme":"never","split":true}""")]
    [InlineData(null, """{"type":"Metaspace","replacement":"▁","add_prefix_space":true}""")]
    [InlineData(Nfc, """{"type":"Metaspace","replacement":"▁","add_prefix_space":false,"prepend_scheme":"never"}""")]
    public void SentencePiece_style(string? normalizer, string? preTokenizer)
    {
        foreach (var (fallback, fuse) in new[] { (true, true), (false, true), (false, false) })
        {
            TestTokenizers.SentencePiece(_folder, normalizer, preTokenizer, byteFallback: fallback, fuse: fuse, special: ["[INST]", "[/INST]"], plain: ["  ", "|||PHONE|||"]);
            EqualReference();
        }
    }

    [Theory]
    [InlineData("Isolated", false)]
    [InlineData("Removed", false)]
    [InlineData("Removed", true)]
    [InlineData("MergedWithPrevious", false)]
    [InlineData("MergedWithNext", false)]
    [InlineData("Contiguous", false)]
    [InlineData("Isolated", true)]
    public void Split_behaviours(string behavior, bool invert)
    {
        var split = $$"""{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"[a-h]|\\p{N}"},"behavior":"{{behavior}}","invert":{{(invert ? "true" : "false")}}},{"type":"Split","pattern":{"String":"."},"behavior":"MergedWithNext","invert":false},{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":false}]}""";
        TestTokenizers.ByteLevel(_folder, split);
        EqualReference();
    }

    [Theory]
    [InlineData(true, false, false, false)]
    [InlineData(false, true, false, false)]
    [InlineData(false, false, true, false)]
    [InlineData(true, true, true, true)]
    public void Flags_of_added_tokens(bool left, bool right, bool word, bool normalized)
    {
        TestTokenizers.ByteLevel(_folder, normalizer: Nfc, plain: ["qab", "qabc", "éq", "<x>"]);
        TestTokenizers.Rewrite(_folder, "tokenizer.json", json =>
        {
            foreach (var token in json["added_tokens"]!.AsArray().Skip(8))
            {
                (token!["lstrip"], token["rstrip"], token["single_word"], token["normalized"]) = (left, right, word, normalized);
            }
        });
        EqualReference("x qab y", "  qabc  ", "qabcqab qab\n\nqabqab", "qabéq_éq éq e\u0301q éq!", "<x><x> <x>1 <x>\u0301", "\tqab\u00a0qab\u3000qabc");
    }

    [Fact]
    public void Every_character_with_a_canonical_decomposition()
    {
        TestTokenizers.ByteLevel(_folder, TestTokenizers.Qwen, Nfc);
        var (ours, reference) = Load();
        using var owned = reference;
        using var data = new StreamReader(typeof(ChatTokenizer).Assembly.GetManifestResourceStream("Aloe.Torch.CanonicalCharacters.txt")!);
        var lines = data.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#' && !line.Contains('=', StringComparison.Ordinal))
            .Where(line => !line.StartsWith("11938 ", StringComparison.Ordinal)).ToList(); // Younger than the tables of the reference library.
        Assert.True(lines.Count > 2000);
        foreach (var chunk in lines.Select(line => line.Split(' ').Where(code => code != "*").Select(code => char.ConvertFromUtf32(Convert.ToInt32(code, 16))).ToArray()).Chunk(50))
        {
            Same(reference, ours, string.Concat(chunk.Select(character => character[0])));
            Same(reference, ours, string.Join('x', chunk.Select(character => string.Concat(character.Skip(1)))));
            Same(reference, ours, string.Concat(chunk.Select(character => "a" + character[0] + "\u0323\u0301\u0328" + character[^1])));
        }
    }

    [Fact]
    public void Decoding_gives_the_text_back()
    {
        TestTokenizers.ByteLevel(_folder, TestTokenizers.Llama3, plain: ["  ", "<tool_call>"]);
        var (ours, reference) = Load();
        reference.Dispose();
        Assert.All(HardStrings.All, text => Assert.Equal(HardStrings.WellFormed(text), ours.Decode([.. ours.EncodeText(text)])));

        TestTokenizers.SentencePiece(_folder, TestTokenizers.LegacyNormalizer, null);
        (ours, reference) = Load();
        reference.Dispose();

        // The mark of a space cannot be told from a space any more.
        Assert.All(HardStrings.All.Where(text => !text.Contains('▁')), text => Assert.Equal(HardStrings.WellFormed(text), ours.Decode([.. ours.EncodeText(text)])));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_long_text_without_words_takes_no_square_of_its_length(bool sentencePiece)
    {
        if (sentencePiece)
        {
            TestTokenizers.SentencePiece(_folder, TestTokenizers.LegacyNormalizer, null);
        }
        else
        {
            TestTokenizers.ByteLevel(_folder, TestTokenizers.Llama3);
        }

        var (ours, reference) = Load();
        reference.Dispose();
        var text = string.Concat(Enumerable.Repeat("hellothestoryendofthe", 50_000)); // A million letters; squared, this would not come back.
        Assert.Equal(text, ours.Decode([.. ours.EncodeText(text)]));
        Assert.Equal(1_000_000, ours.Decode([.. ours.EncodeText(new string(' ', 1_000_000))]).Length);
    }

    public void Dispose() => _folder.Dispose();

    private void EqualReference(params string[] more)
    {
        var (ours, reference) = Load();
        using var owned = reference;
        foreach (var text in HardStrings.All.Concat(more))
        {
            Same(reference, ours, HardStrings.WellFormed(text));
        }

        // Where special tokens are meant, they are found as in the reference; in a message they never are.
        foreach (var token in ours.File.Added)
        {
            var text = $"a {token.Content} b{token.Content}{token.Content} é\n";
            Assert.Equal(reference.Encode(text).Select(id => (int)id), ours.EncodeRendered(text));
            Assert.True(ours.EncodeText(text).Contains(token.Id) == !token.Special || token.Content == ours.File.Unknown, token.Content);
        }
    }

    private static void Same(Tokenizer reference, ChatTokenizer ours, string text)
    {
        var (expected, actual) = (reference.Encode(text).Select(id => (int)id).ToArray(), ours.EncodeText(text));
        Assert.True(expected.SequenceEqual(actual), $"{System.Text.Json.JsonSerializer.Serialize(text)}: expected {string.Join(' ', expected)}, got {string.Join(' ', actual)}");
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The caller disposes it.")]
    private (ChatTokenizer Ours, Tokenizer Reference) Load()
    {
        return (ChatTokenizer.Load(_folder.Path, TestTokenizers.Plain), new Tokenizer(_folder["tokenizer.json"]));
    }
}
