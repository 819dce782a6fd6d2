using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace Aloe.Torch;

/// <summary>A parsed <c>tokenizer.json</c> of the byte-level BPE kind.</summary>
/// <param name="Vocabulary">Id of each token, without the added ones.</param>
/// <param name="Merges">Rules in order of priority, parts separated by a space.</param>
/// <param name="Added">Tokens beside the vocabulary.</param>
/// <param name="PreTokenizer">Cuts text into words.</param>
internal sealed record TokenizerFile(
    IReadOnlyDictionary<string, int> Vocabulary, IReadOnlyList<string> Merges, IReadOnlyList<AddedToken> Added, PreTokenizer PreTokenizer)
{
    public const string FileName = "tokenizer.json";

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
            return Parse(document.RootElement, path);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"{path} is not the tokenizer.json of a byte-level BPE tokenizer: {e.Message}", e);
        }
    }

    private static TokenizerFile Parse(JsonElement root, string path)
    {
        Supported(IsNull(root, "normalizer"), "normalizer", "none");
        var model = root.GetProperty("model");
        Supported(Text(model, "type") is null or "BPE", "model.type", "BPE");
        Supported(!Flag(model, "byte_fallback"), "model.byte_fallback", "false");
        Supported(!Flag(model, "ignore_merges"), "model.ignore_merges", "false");
        Supported(IsEmpty(model, "continuing_subword_prefix") && IsEmpty(model, "end_of_word_suffix"), "model", "neither prefix nor suffix for parts of words");

        var vocabulary = model.GetProperty("vocab").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetInt32());
        var merges = model.GetProperty("merges").EnumerateArray().Select(Merge).ToList();
        var added = root.TryGetProperty("added_tokens", out var list)
            ? list.EnumerateArray().Select(token => new AddedToken(token.GetProperty("id").GetInt32(), token.GetProperty("content").GetString()!, Flag(token, "special"))).ToList()
            : [];
        if (merges.FirstOrDefault(merge => merge.Split(' ') is not [var left, var right] || !vocabulary.ContainsKey(left) || !vocabulary.ContainsKey(right) || !vocabulary.ContainsKey(left + right)) is { } unknown)
        {
            throw new InvalidDataException($"{path}: model.merges: \"{unknown}\" does not merge two tokens of the vocabulary into a third.");
        }

        return new TokenizerFile(vocabulary, merges, added, ParsePreTokenizer(root.GetProperty("pre_tokenizer")));

        void Supported(bool holds, string field, string allowed)
        {
            if (!holds)
            {
                throw new InvalidDataException($"{path}: {field} is not supported; expected: {allowed}.");
            }
        }

        string Merge(JsonElement merge)
            => merge.ValueKind == JsonValueKind.String ? merge.GetString()!
                : merge.GetArrayLength() == 2 ? $"{merge[0].GetString()} {merge[1].GetString()}"
                : throw new InvalidDataException($"{path}: model.merges must hold pairs.");

        PreTokenizer ParsePreTokenizer(JsonElement element)
        {
            var steps = Text(element, "type") == "Sequence" ? element.GetProperty("pretokenizers").EnumerateArray().ToList() : [element];
            Supported(Text(steps[^1], "type") == "ByteLevel" && !Flag(steps[^1], "add_prefix_space"), "pre_tokenizer", "ByteLevel without add_prefix_space as the last step");
            if (steps.Count == 1)
            {
                Supported(Flag(steps[0], "use_regex", missing: true), "pre_tokenizer.use_regex", "true");
                return new Gpt2PreTokenizer();
            }

            Supported(
                steps.Count == 2 && Text(steps[0], "type") == "Split" && Text(steps[0], "behavior") == "Isolated" && !Flag(steps[0], "invert")
                && steps[0].GetProperty("pattern").TryGetProperty("Regex", out _) && !Flag(steps[1], "use_regex", missing: true),
                "pre_tokenizer",
                "ByteLevel, or an isolating Split by a regular expression before ByteLevel");
            return new RegexPreTokenizer(new Regex(steps[0].GetProperty("pattern").GetProperty("Regex").GetString()!, RegexOptions.CultureInvariant), null);
        }
    }

    private static bool IsNull(JsonElement element, string name) => !element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null;

    private static bool IsEmpty(JsonElement element, string name) => IsNull(element, name) || element.GetProperty(name).GetString() is "";

    private static string? Text(JsonElement element, string name) => IsNull(element, name) ? null : element.GetProperty(name).GetString();

    private static bool Flag(JsonElement element, string name, bool missing = false) => IsNull(element, name) ? missing : element.GetProperty(name).GetBoolean();
}
