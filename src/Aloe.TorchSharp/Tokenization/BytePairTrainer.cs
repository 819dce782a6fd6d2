using System.Text;
using System.Text.Json;

namespace Aloe.Torch;

/// <summary>Trains byte-level BPE tokenizers (Sennrich et al., 2016; bytes as in Radford et al., 2019) and writes them as standard files.</summary>
public static class BytePairTrainer
{
    private const int Specials = 5;

    /// <summary>Learns merges from texts and writes <c>tokenizer.json</c> and <c>tokenizer_config.json</c>, with the chat format <c>aloe-nano</c>.</summary>
    /// <param name="texts">What to learn from; read once. The order does not matter.</param>
    /// <param name="vocabularySize">
    /// Tokens at most: 5 special tokens, 256 bytes, and merges. Fewer come out where no pair occurs twice any more. At least 261.
    /// Of pairs that are equally frequent the one with the lower ids comes first, so the same texts always give the same files.
    /// </param>
    /// <param name="folder">Where the files go; created where it is missing.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="vocabularySize"/> is too small.</exception>
    public static void Train(IEnumerable<string> texts, int vocabularySize, string folder)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(folder);
        Require.AtLeast(vocabularySize, Specials + 256);

        var format = ChatFormat.AloeNano;
        List<string> tokens = [format.Prefix, format.System!, format.User, format.Assistant, format.EndOfTurn, .. ByteAlphabet.Ordered.Select(c => c.ToString())];
        var symbols = tokens.Skip(Specials).Select((token, index) => (token, index)).ToDictionary(pair => pair.token[0], pair => pair.index + Specials);
        var corpus = new PairCorpus(CountWords(texts).Select(word => (word.Key.Select(c => symbols[c]).ToArray(), word.Value)));
        var merges = new List<string>();
        while (tokens.Count < vocabularySize && corpus.MergeMostFrequent(tokens.Count) is var (left, right))
        {
            merges.Add($"{tokens[left]} {tokens[right]}");
            tokens.Add(tokens[left] + tokens[right]);
        }

        AtomicFile.Write(Path.Combine(folder, TokenizerFile.FileName), stream => WriteTokenizer(stream, tokens, merges));
        AtomicFile.Write(Path.Combine(folder, TokenizerConfigFile.FileName), stream => JsonSerializer.Serialize(stream, Config(format), TokenizerJson.Default.TokenizerConfigFile));
    }

    private static Dictionary<string, long> CountWords(IEnumerable<string> texts)
    {
        var words = new Dictionary<string, long>();
        foreach (var text in texts)
        {
            foreach (var (offset, length) in Gpt2PreTokenizer.Cut(text))
            {
                var word = ByteAlphabet.Encode(Encoding.UTF8.GetBytes(text, offset, length));
                words[word] = words.GetValueOrDefault(word) + 1;
            }
        }

        return words;
    }

    private static void WriteTokenizer(Stream stream, List<string> tokens, List<string> merges)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("version", "1.0");
        json.WriteNull("truncation");
        json.WriteNull("padding");
        json.WriteStartArray("added_tokens");
        for (var id = 0; id < Specials; id++)
        {
            json.WriteStartObject();
            json.WriteNumber("id", id);
            json.WriteString("content", tokens[id]);
            foreach (var flag in (ReadOnlySpan<string>)["single_word", "lstrip", "rstrip", "normalized"])
            {
                json.WriteBoolean(flag, false);
            }

            json.WriteBoolean("special", true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNull("normalizer");
        WriteByteLevel("pre_tokenizer");
        json.WriteNull("post_processor");
        WriteByteLevel("decoder");
        json.WriteStartObject("model");
        json.WriteString("type", "BPE");
        foreach (var none in (ReadOnlySpan<string>)["dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix"])
        {
            json.WriteNull(none);
        }

        foreach (var flag in (ReadOnlySpan<string>)["fuse_unk", "byte_fallback", "ignore_merges"])
        {
            json.WriteBoolean(flag, false);
        }

        json.WriteStartObject("vocab");
        for (var id = 0; id < tokens.Count; id++)
        {
            json.WriteNumber(tokens[id], id);
        }

        json.WriteEndObject();
        json.WriteStartArray("merges");
        foreach (var merge in merges)
        {
            json.WriteStringValue(merge);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();

        void WriteByteLevel(string name)
        {
            json.WriteStartObject(name);
            json.WriteString("type", "ByteLevel");
            json.WriteBoolean("add_prefix_space", false);
            json.WriteBoolean("trim_offsets", true);
            json.WriteBoolean("use_regex", true);
            json.WriteEndObject();
        }
    }

    private static TokenizerConfigFile Config(ChatFormat format)
    {
        return new TokenizerConfigFile
        {
            TokenizerClass = "PreTrainedTokenizerFast",
            BosToken = Text(format.Prefix),
            EosToken = Text(format.EndOfTurn),
            PadToken = Text(format.Prefix),
            CleanUpTokenizationSpaces = false,
            ChatTemplate = Text(ChatFormat.AloeNanoTemplate),
        };

        static JsonElement Text(string value) => JsonSerializer.SerializeToElement(value, TokenizerJson.Default.String);
    }
}
