using System.Text.Json;

namespace Aloe.Torch;

/// <summary>llama.cpp's names for the ways in which byte-level tokenizers cut text into words. It knows them by name only; the expressions are compiled in.</summary>
internal static class GgufPreTokenizer
{
    private const string Contractions = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    private const string Rest = @" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string Llama3 = $$"""{{Contractions}}|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|{{Rest}}""";
    private const string Qwen2 = $$"""{{Contractions}}|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}|{{Rest}}""";
    private const string SingleDigits = "Digits";
    private const string Gpt2 = "ByteLevel with use_regex";
    private const string Bytes = "ByteLevel";

    /// <summary>The name for what a <c>tokenizer.json</c> does to a text before the merges.</summary>
    /// <param name="root">The file, known to be one that <see cref="TokenizerFile"/> takes.</param>
    /// <param name="wholeWords">Whether words of the vocabulary are taken whole (<c>ignore_merges</c>).</param>
    /// <param name="path">Named in errors.</param>
    /// <exception cref="InvalidDataException">llama.cpp has nothing that does the same.</exception>
    public static string NameOf(JsonElement root, bool wholeWords, string path)
    {
        if (root.Field("normalizer")?.Steps("normalizers").Select(step => step.Text("type")).FirstOrDefault(type => type != "NFC") is { } unknown)
        {
            throw new InvalidDataException($"{path}: normalizer: llama.cpp does no {unknown} before byte-level BPE.");
        }

        var steps = root.GetProperty("pre_tokenizer").Steps("pretokenizers").Select(Describe).ToArray();
        return (steps, wholeWords) switch
        {
            ([Gpt2], false) => "gpt-2",
            ([SingleDigits, Gpt2], false) => "smollm",
            ([Llama3, Bytes], true) => "llama-bpe",
            ([Llama3, Bytes], false) => "dbrx", // The same expression, where merges are not ignored.
            ([Qwen2, Bytes], false) => "qwen2",
            _ => throw new InvalidDataException(
                $"{path}: pre_tokenizer [{string.Join(", ", steps)}]{(wholeWords ? " with ignore_merges" : "")} is none that llama.cpp knows; those of GPT-2, SmolLM, Llama 3 and Qwen 2 can be exported."),
        };
    }

    private static string Describe(JsonElement step) => step.Text("type") switch
    {
        "ByteLevel" when step.Flag("add_prefix_space", missing: true) => "ByteLevel with add_prefix_space",
        "ByteLevel" => step.Flag("use_regex", missing: true) ? Gpt2 : Bytes,
        "Digits" when step.Flag("individual_digits") => SingleDigits,
        "Split" when step.Text("behavior") == "Isolated" && !step.Flag("invert") => step.Pattern(),
        var type => type ?? "",
    };
}
