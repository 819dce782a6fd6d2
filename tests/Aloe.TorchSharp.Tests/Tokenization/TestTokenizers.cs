using System.Text.Json.Nodes;

namespace Aloe.Torch.Tests;

/// <summary>Writes tokenizers of all kinds, with small vocabularies learned on the spot.</summary>
internal static class TestTokenizers
{
    public const string Gpt2 = """{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}""";
    public const string Gpt2Prefixed = """{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":true,"use_regex":true}""";
    public const string Llama3 = """{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"},"behavior":"Isolated","invert":false},{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":false}]}""";
    public static readonly string Qwen = Llama3.Replace("{1,3}", "", StringComparison.Ordinal);
    public const string SmolLm = """{"type":"Sequence","pretokenizers":[{"type":"Digits","individual_digits":true},{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}]}""";

    public const string LegacyNormalizer = """{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},{"type":"Replace","pattern":{"String":" "},"content":"▁"}]}""";
    public const string LegacyDecoder = """{"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"▁"},"content":" "},{"type":"ByteFallback"},{"type":"Fuse"},{"type":"Strip","content":" ","start":1,"stop":0}]}""";

    /// <summary>A chat format that every tokenizer here has the tokens for.</summary>
    public static readonly ChatFormat Plain = new() { Name = "test", System = null, User = "[u]", Assistant = "[a]", EndOfTurn = "[e]", PromptEnd = "[e]", Arrange = ChatFormat.SystemInFirstUser };

    private static readonly string[] Markers = ["[u]", "[a]", "[e]"];

    /// <summary>The vocabulary of the trainer, with other special tokens and another way to cut.</summary>
    public static void ByteLevel(TemporaryFolder folder, string preTokenizer = Gpt2, string? normalizer = null, bool wholeWords = false, IReadOnlyList<string>? special = null, IReadOnlyList<string>? plain = null)
    {
        BytePairTrainer.Train(HardStrings.Corpus.Concat(HardStrings.Corpus), 520, folder.Path);
        Rewrite(folder, "tokenizer.json", json =>
        {
            json["pre_tokenizer"] = JsonNode.Parse(preTokenizer);
            json["normalizer"] = normalizer is null ? null : JsonNode.Parse(normalizer);
            json["model"]!["ignore_merges"] = wholeWords;
            var vocabulary = json["model"]!["vocab"]!.AsObject();
            vocabulary["xyzzy"] = vocabulary.Count; // A word that no merge leads to.
            AddTokens(json, vocabulary.Count, [.. Markers, .. special ?? []], plain ?? []);
        });
    }

    /// <summary>A vocabulary of characters and merges in the manner of SentencePiece.</summary>
    public static void SentencePiece(
        TemporaryFolder folder, string? normalizer, string? preTokenizer, string decoder = LegacyDecoder, bool byteFallback = true, bool fuse = true, IReadOnlyList<string>? special = null, IReadOnlyList<string>? plain = null)
    {
        List<string> tokens = ["<unk>", "<s>", "</s>", .. byteFallback ? Enumerable.Range(0, 256).Select(value => $"<0x{value:X2}>") : []];
        var words = HardStrings.Corpus.Concat(HardStrings.Corpus).SelectMany(text => (" " + text).Replace(' ', '▁').Split('\n')).SelectMany(line => line.Split('▁').Skip(1).Select(word => "▁" + word)).Append("▁▁▁▁").Append("▁▁▁▁").ToList();
        var letters = words.SelectMany(word => word.EnumerateRunes()).Where(rune => rune.IsBmp).Select(rune => rune.ToString()).Distinct().ToList();
        tokens.AddRange(letters);
        var symbols = tokens.Select((token, id) => (token, id)).ToDictionary(entry => entry.token, entry => entry.id);
        var corpus = new PairCorpus(words.CountBy(word => word).Select(word => (word.Key.EnumerateRunes().Where(rune => rune.IsBmp).Select(rune => symbols[rune.ToString()]).ToArray(), (long)word.Value)));
        var merges = new List<string>();
        for (var i = 0; i < 200 && corpus.MergeMostFrequent(tokens.Count) is var (left, right); i++)
        {
            merges.Add($"{tokens[left]} {tokens[right]}");
            tokens.Add(tokens[left] + tokens[right]);
        }

        var vocabulary = new JsonObject(tokens.Select((token, id) => KeyValuePair.Create(token, (JsonNode?)id)));
        var json = new JsonObject
        {
            ["version"] = "1.0",
            ["added_tokens"] = new JsonArray(),
            ["normalizer"] = normalizer is null ? null : JsonNode.Parse(normalizer),
            ["pre_tokenizer"] = preTokenizer is null ? null : JsonNode.Parse(preTokenizer),
            ["post_processor"] = null,
            ["decoder"] = JsonNode.Parse(decoder),
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["unk_token"] = "<unk>",
                ["fuse_unk"] = fuse,
                ["byte_fallback"] = byteFallback,
                ["vocab"] = vocabulary,
                ["merges"] = new JsonArray([.. merges.Select(merge => (JsonNode)new JsonArray([.. merge.Split(' ').Select(part => (JsonNode)part)]))]),
            },
        };
        AddTokens(json, 0, ["<unk>", "<s>", "</s>"], []);
        AddTokens(json, tokens.Count, [.. Markers, .. special ?? []], plain ?? []);
        File.WriteAllText(folder["tokenizer.json"], json.ToJsonString());
        File.WriteAllText(folder["tokenizer_config.json"], """{"bos_token":"<s>","eos_token":"</s>"}""");
    }

    public static void Rewrite(TemporaryFolder folder, string file, Action<JsonNode> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(folder[file]))!;
        change(json);
        File.WriteAllText(folder[file], json.ToJsonString());
    }

    private static void AddTokens(JsonNode json, int next, IReadOnlyList<string> special, IReadOnlyList<string> plain)
    {
        foreach (var (content, isSpecial) in special.Select(token => (token, true)).Concat(plain.Select(token => (token, false))))
        {
            json["added_tokens"]!.AsArray().Add(new JsonObject
            {
                ["id"] = next++,
                ["content"] = content,
                ["single_word"] = false,
                ["lstrip"] = false,
                ["rstrip"] = false,
                ["normalized"] = !isSpecial,
                ["special"] = isSpecial,
            });
        }
    }
}
