using System.Text.Json;

namespace Aloe.Torch;

/// <summary>llama.cpp's names for the ways in which byte-level tokenizers cut text into words. It knows them by name only; the expressions are compiled in.</summary>
internal static class GgufPreTokenizer
{
    private const string Contractions = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    private const string Rest = @" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string Llama3 = $$"""{{Contractions}}|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|{{Rest}}""";
    private const string Qwen2 = $$"""{{Contractions}}|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}|{{Rest}}""";

    /// <summary>The name for the <c>pre_tokenizer</c> of a <c>tokenizer.json</c>.</summary>
    /// <param name="preTokenizer">That element, known to be one that <see cref="TokenizerFile"/> takes.</param>
    /// <param name="wholeWords">Whether words of the vocabulary are taken whole (<c>ignore_merges</c>).</param>
    /// <param name="path">Named in errors.</param>
    /// <exception cref="InvalidDataException">llama.cpp has no such pre-tokenizer.</exception>
    public static string NameOf(JsonElement preTokenizer, bool wholeWords, string path)
    {
        var steps = preTokenizer.TryGetProperty("pretokenizers", out var list) ? list.EnumerateArray().ToList() : [preTokenizer];
        var asGpt2 = !steps[^1].TryGetProperty("use_regex", out var useRegex) || useRegex.GetBoolean();
        var rules = steps.SkipLast(1).Select(step => step.TryGetProperty("pattern", out var pattern) ? pattern.GetProperty("Regex").GetString()! : step.GetProperty("type").GetString()!);
        return (rules.ToArray(), asGpt2, wholeWords) switch
        {
            ([], true, false) => "gpt-2",
            (["Digits"], true, false) => "smollm",
            ([Llama3], false, true) => "llama-bpe",
            ([Llama3], false, false) => "dbrx", // The same expression, where merges are not ignored.
            ([Qwen2], false, false) => "qwen2",
            var (unknown, _, _) => throw new InvalidDataException(
                $"{path}: pre_tokenizer [{string.Join(", ", unknown)}]{(wholeWords ? " with ignore_merges" : "")} is none that llama.cpp knows; those of GPT-2, SmolLM, Llama 3 and Qwen 2 can be exported."),
        };
    }
}
