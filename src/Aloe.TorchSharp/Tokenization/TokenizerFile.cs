using System.Globalization;
using System.Text.Json;

namespace Aloe.Torch;

/// <summary>A parsed <c>tokenizer.json</c> of the BPE kind, byte-level or SentencePiece-style.</summary>
/// <remarks>The <c>post_processor</c> is left out on purpose: which tokens begin and end a conversation is a matter of the chat format.</remarks>
internal sealed record TokenizerFile
{
    public const string FileName = "tokenizer.json";

    /// <summary>Far beyond any vocabulary; bounds the memory that a damaged file can ask for.</summary>
    private const int MaxId = 1 << 22;

    /// <summary>Id of each token of the model; added tokens can be among them.</summary>
    public required IReadOnlyDictionary<string, int> Vocabulary { get; init; }

    /// <summary>Rules in order of priority, parts separated by a space.</summary>
    public required IReadOnlyList<string> Merges { get; init; }

    /// <summary>Tokens beside the merges.</summary>
    public required IReadOnlyList<AddedToken> Added { get; init; }

    /// <summary>What is done to a text first.</summary>
    public required TextNormalizer Normalizer { get; init; }

    /// <summary>Cuts text into words.</summary>
    public required PreTokenizer PreTokenizer { get; init; }

    /// <summary>Whether a word that is in the vocabulary is that token, whatever the merges say (<c>ignore_merges</c>).</summary>
    public bool WholeWords { get; init; }

    /// <summary>Whether characters without a token are written as tokens of their bytes, <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>The token of characters without one; null for none.</summary>
    public string? Unknown { get; init; }

    /// <summary>Whether a run of such characters is one token.</summary>
    public bool FuseUnknown { get; init; }

    /// <summary>Whether a space at the beginning of a decoded text is not part of it, as encoding put it there.</summary>
    public bool DropsLeadingSpace { get; init; }

    /// <summary>1 + the highest id.</summary>
    public int Size => 1 + Vocabulary.Values.Concat(Added.Select(token => token.Id)).DefaultIfEmpty(-1).Max();

    public static string ByteToken(byte value) => $"<0x{value:X2}>";

    public static TokenizerFile Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"The model folder has no {FileName}: {path}", path);
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var file = Parse(document.RootElement);
            file.Check();
            return file;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"{path} is not the tokenizer.json of a BPE tokenizer that is supported: {e.Message}", e);
        }
    }

    private static TokenizerFile Parse(JsonElement root)
    {
        var model = root.GetProperty("model");
        Supported(model.Text("type") is null or "BPE", "model.type", "BPE");
        Supported(model.Field("dropout")?.GetDouble() is null or 0, "model.dropout", "none");
        Supported(model.Text("continuing_subword_prefix") is null or "" && model.Text("end_of_word_suffix") is null or "", "model", "neither prefix nor suffix for parts of words");
        return new TokenizerFile
        {
            Vocabulary = model.GetProperty("vocab").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetInt32()),
            Merges = [.. model.GetProperty("merges").EnumerateArray().Select(Merge)],
            Added = [.. root.Field("added_tokens")?.EnumerateArray().Select(AddedTokenOf) ?? []],
            Normalizer = TextNormalizer.Parse(root.Field("normalizer")),
            PreTokenizer = PreTokenizer.Parse(root.Field("pre_tokenizer")),
            WholeWords = model.Flag("ignore_merges"),
            ByteFallback = model.Flag("byte_fallback"),
            Unknown = model.Text("unk_token"),
            FuseUnknown = model.Flag("fuse_unk"),
            DropsLeadingSpace = (root.Field("decoder")?.Steps("decoders") ?? []).ToList().Exists(DropsSpace),
        };
    }

    private static string Merge(JsonElement merge)
        => merge.ValueKind == JsonValueKind.String ? merge.GetString()!
            : merge.GetArrayLength() == 2 ? $"{merge[0].GetString()} {merge[1].GetString()}"
            : throw new FormatException("model.merges must hold pairs.");

    private static AddedToken AddedTokenOf(JsonElement token) => new(
        token.GetProperty("id").GetInt32(),
        token.GetProperty("content").GetString()!,
        token.Flag("special"),
        token.Flag("normalized", missing: !token.Flag("special")),
        token.Flag("lstrip"),
        token.Flag("rstrip"),
        token.Flag("single_word"));

    private static bool DropsSpace(JsonElement decoder)
    {
        switch (decoder.Text("type"))
        {
            case "ByteLevel" or "ByteFallback" or "Fuse":
                return false;
            case "Replace" when decoder.GetProperty("pattern").Text("String") == "▁" && decoder.Text("content") == " ":
                return false;
            case "Strip" when decoder.Text("content") == " " && decoder.Field("stop")?.GetInt32() is null or 0 && decoder.Field("start")?.GetInt32() is null or 0 or 1:
                return decoder.Field("start")?.GetInt32() == 1;
            case "Metaspace":
                return (decoder.Text("prepend_scheme") ?? (decoder.Flag("add_prefix_space", missing: true) ? "always" : "never")) != "never";
            case var type:
                throw new FormatException($"decoder: {type} is not supported, or not with these values; supported are ByteLevel, ByteFallback, Fuse, Replace of ▁ by a space, Strip of one space, and Metaspace.");
        }
    }

    private void Check()
    {
        var names = new Dictionary<int, string>();
        foreach (var (content, id) in Vocabulary.Select(entry => (entry.Key, entry.Value)).Concat(Added.Select(token => (token.Content, token.Id))))
        {
            Supported(content.Length > 0, $"the token {id}", "a text");
            Supported(id is >= 0 and < MaxId, $"the id {id.ToString(CultureInfo.InvariantCulture)} of \"{content}\"", $"ids from 0 to {MaxId - 1}");
            Supported(names.TryAdd(id, content) || names[id] == content, $"the id {id.ToString(CultureInfo.InvariantCulture)}", $"one token, not \"{names[id]}\" and \"{content}\"");
        }

        Supported(Added.All(token => !Vocabulary.TryGetValue(token.Content, out var id) || id == token.Id), "added_tokens", "the ids that model.vocab has");
        foreach (var merge in Merges)
        {
            Supported(
                merge.Split(' ') is [var left, var right] && Vocabulary.ContainsKey(left) && Vocabulary.ContainsKey(right) && Vocabulary.ContainsKey(left + right),
                $"model.merges: \"{merge}\"",
                "two tokens of the vocabulary that make a third");
        }

        // Every text must have tokens: none of it may get lost.
        Supported(Unknown is null || Vocabulary.ContainsKey(Unknown), "model.unk_token", "a token of the vocabulary");
        Supported(!ByteFallback || Enumerable.Range(0, 256).All(value => Vocabulary.ContainsKey(ByteToken((byte)value))), "model.byte_fallback", "a token for each of the 256 bytes");
        Supported(
            ByteFallback || Unknown is not null || (PreTokenizer.IsByteLevel && ByteAlphabet.Ordered.All(letter => Vocabulary.ContainsKey(letter.ToString()))),
            "model.vocab",
            "byte_fallback, unk_token, or ByteLevel with a token for each of the 256 bytes");
    }

    private static void Supported(bool holds, string field, string allowed)
    {
        if (!holds)
        {
            throw new FormatException($"{field} is not supported; expected: {allowed}.");
        }
    }
}
