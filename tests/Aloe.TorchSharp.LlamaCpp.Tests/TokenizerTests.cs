using System.Text.Json.Nodes;

namespace Aloe.Torch.Tests;

/// <summary>The tokenizer in the file, run by llama.cpp.</summary>
public sealed class TokenizerTests
{
    private const string Template = "{{ bos_token }}{% for message in messages %}{{ '[INST] ' + message['content'] + '[/INST]' }}{% endfor %}";

    private static readonly string[] Texts =
    [
        "hello world", "Hello, WORLD! it's WE'RE they'll 'tis I'D", "  two  spaces\tand\ttabs\n\nand lines\r\n   end   ", "12345 1a2b3c4 3.14159", "Füße größer über Straße", "Ελληνικά γλώσσα, русский язык",
        "你好世界 你好 こんにちは 안녕하세요 שלום", "😀😀 🎉 👩‍👩‍👧‍👦 e\u0301", "", " ", "\n", "x\n\n\n y \n", "a\u00a0b\u3000c", "100%$€£ #@! ((x))", "http://x.y/z?q=1&r=2", "_under_score a-b–c—d", "x   \t  y", "<|end|> is text",
        new string('a', 300), string.Concat(Enumerable.Repeat("ha ", 50)),
    ];

    public static TheoryData<string, bool> PreTokenizers => new()
    {
        { """{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}""", false },
        { """{"type":"Sequence","pretokenizers":[{"type":"Digits","individual_digits":true},{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}]}""", false },
        { Split("""\p{N}{1,3}"""), true },
        { Split("""\p{N}{1,3}"""), false },
        { Split("""\p{N}"""), false },
    };

    [Theory]
    [MemberData(nameof(PreTokenizers))]
    public void Ids_of_byte_level_tokenizers_are_those_of_llama_cpp(string preTokenizer, bool ignoreMerges)
    {
        using var folder = new RandomModel(RandomModel.Config);
        folder.Rewrite("tokenizer.json", json =>
        {
            json["pre_tokenizer"] = JsonNode.Parse(preTokenizer);
            json["model"]!["ignore_merges"] = ignoreMerges;
            json["model"]!["vocab"]!["world"] = 301; // A word that no merge leads to.
        });
        var tokenizer = ChatTokenizer.Load(folder.Folder);
        using var exported = folder.Export(GgufType.F16);

        Assert.All(Texts, text => Assert.Equal(tokenizer.EncodeText(text), exported.Tokenize(text)));
        Assert.Equal(ignoreMerges, exported.Tokenize("world").SequenceEqual([301]));
    }

    [Theory]
    [InlineData("""{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},{"type":"Replace","pattern":{"String":" "},"content":"▁"}]}""", null, false)]
    [InlineData(null, """{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":false}""", false)]
    [InlineData(null, """{"type":"Metaspace","replacement":"▁","prepend_scheme":"first","split":false}""", true)]
    [InlineData(null, """{"type":"Metaspace","replacement":"▁","prepend_scheme":"never","split":false}""", false)]
    public void Ids_of_SentencePiece_tokenizers_are_those_of_llama_cpp(string? normalizer, string? preTokenizer, bool afterToken)
    {
        using var folder = new RandomModel(RandomModel.Config with { VocabularySize = 400 }, model => SentencePieceFiles.Write(model, "hello hello world and the other tokens of the worlds are there and hello again ha ha haha", 60, Template));
        folder.Rewrite("tokenizer.json", json => (json["normalizer"], json["pre_tokenizer"]) = (normalizer is null ? null : JsonNode.Parse(normalizer), preTokenizer is null ? null : JsonNode.Parse(preTokenizer)));
        var tokenizer = new TextEncoder(TokenizerFile.Load(folder.Folder));
        using var exported = folder.Export(GgufType.F16);

        // Metaspace puts no second space before a text; llama.cpp, as SentencePiece itself, does.
        var texts = Texts.Where(text => normalizer is not null || !text.StartsWith(' '));
        Assert.All(texts, text => Assert.Equal(tokenizer.Encode(text, afterToken ? TextPlace.AfterToken : TextPlace.Beginning, withSpecial: false), exported.Tokenize(text)));
        Assert.True(exported.Tokenize("hello world").Length < 6, "merges must matter");
        Assert.Equal(1, exported.Tokenize("x", addBos: true)[0]);
    }

    [Fact]
    public void Merges_that_are_not_those_of_SentencePiece_are_refused()
    {
        using var folder = new RandomModel(RandomModel.Config with { VocabularySize = 400 }, model => SentencePieceFiles.Write(model, "hello hello world and the other tokens of the worlds are there and hello again", 60, Template));
        folder.Rewrite("tokenizer.json", json => json["model"]!["merges"] = new JsonArray([.. json["model"]!["merges"]!.AsArray().Where((_, index) => index % 3 > 0).Select(merge => merge!.DeepClone())]));

        Assert.Contains("model.merges", Assert.Throws<InvalidDataException>(() => folder.Export(GgufType.F16)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Special_tokens_keep_their_parts()
    {
        using var folder = new RandomModel(RandomModel.Config);
        using var exported = folder.Export(GgufType.F16);
        var vocabulary = exported.Weights.Vocab;

        Assert.Equal((0, 4, 4, 0), ((int)vocabulary.BOS!, (int)vocabulary.EOS!, (int)vocabulary.EOT!, (int)vocabulary.Pad!));
        Assert.True(vocabulary.ShouldAddBOS);
        Assert.False(vocabulary.ShouldAddEOS);
        Assert.Equal([0, 2, .. exported.Tokenize("hello"), 4], exported.Tokenize("<|user|>hello<|end|>", addBos: true, special: true));
        Assert.Equal(RandomModel.Vocabulary, vocabulary.Count);
        Assert.Equal(ChatFormat.AloeNanoTemplate, exported.Weights.Metadata["tokenizer.chat_template"]);
    }

    [Theory]
    [InlineData("""[0-9][0-9]""", false)]
    [InlineData("""\p{N}""", true)]
    public void A_way_to_cut_words_that_llama_cpp_does_not_know_is_refused(string numbers, bool ignoreMerges)
    {
        using var folder = new RandomModel(RandomModel.Config);
        folder.Rewrite("tokenizer.json", json => (json["pre_tokenizer"], json["model"]!["ignore_merges"]) = (JsonNode.Parse(Split(numbers)), ignoreMerges));

        Assert.Contains("pre_tokenizer", Assert.Throws<InvalidDataException>(() => folder.Export(GgufType.F16)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_tokens_than_the_model_has_are_refused()
    {
        using var folder = new RandomModel(RandomModel.Config);
        folder.Rewrite("tokenizer.json", json => json["model"]!["vocab"]!["zzz"] = RandomModel.Vocabulary);

        Assert.Contains("vocab_size", Assert.Throws<InvalidDataException>(() => folder.Export(GgufType.F16)).Message, StringComparison.Ordinal);
    }

    private static string Split(string numbers)
    {
        var pattern = $$"""(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|{{numbers}}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+""";
        return new JsonObject
        {
            ["type"] = "Sequence",
            ["pretokenizers"] = new JsonArray(
                new JsonObject { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = pattern }, ["behavior"] = "Isolated", ["invert"] = false },
                new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = false }),
        }.ToJsonString();
    }
}
