using System.Text.Json;

namespace Aloe.Torch;

/// <summary>A SentencePiece-style vocabulary in llama.cpp's terms. llama.cpp has no merges there but scores: of neighbours that make a token together, those with the highest score are merged first.</summary>
internal static class GgufSentencePiece
{
    /// <summary>Hugging Face's converter leaves out the merges of a token with the score 0, so a few may be missing.</summary>
    private const double AllowedMissing = 0.01;

    /// <summary>Whether a space is put before a text that begins, or that follows a special token.</summary>
    /// <remarks>
    /// llama.cpp cannot tell the one from the other; a tokenizer that does so at the beginning only counts as one that does not, for in a conversation every text follows a token.
    /// Metaspace puts no space before a text that has one; llama.cpp, as SentencePiece itself, does.
    /// </remarks>
    /// <exception cref="InvalidDataException">The text is prepared in a way that llama.cpp does not know.</exception>
    public static bool AddsSpace(JsonElement root, string path)
    {
        var steps = (root.Field("normalizer")?.Steps("normalizers") ?? []).Concat(root.Field("pre_tokenizer")?.Steps("pretokenizers") ?? []).ToArray();
        var kinds = steps.Select(step => step.Text("type")).ToArray();
        return kinds switch
        {
            ["Prepend", "Replace"] => true,
            ["Replace"] => false,
            ["Metaspace"] when !steps[0].Flag("split", missing: true) => (steps[0].Text("prepend_scheme") ?? (steps[0].Flag("add_prefix_space", missing: true) ? "always" : "never")) == "always",
            _ => throw new InvalidDataException(
                $"{path}: normalizer and pre_tokenizer [{string.Join(", ", kinds)}] are none that llama.cpp knows; Prepend and Replace, or Metaspace that does not split, can be exported."),
        };
    }

    /// <summary>A score for each token, by id: the place of the first merge that makes it, counted downwards.</summary>
    /// <exception cref="InvalidDataException">The merges are not those of a SentencePiece vocabulary, where every pair of tokens that makes a token is one.</exception>
    public static float[] Scores(TokenizerFile file, int size, string path)
    {
        var scores = new float[size];
        for (var rank = file.Merges.Count - 1; rank >= 0; rank--)
        {
            scores[file.Vocabulary[file.Merges[rank].Replace(" ", "", StringComparison.Ordinal)]] = -1 - rank;
        }

        var merges = file.Merges.ToHashSet();
        var added = file.Added.Select(token => token.Content).ToHashSet();
        var pairs = file.Vocabulary.Keys.Where(token => !added.Contains(token)).SelectMany(Splits).Where(pair => IsPart(pair.Left) && IsPart(pair.Right)).ToList();
        var missing = pairs.Where(pair => !merges.Contains($"{pair.Left} {pair.Right}")).ToList();
        return missing.Count <= AllowedMissing * pairs.Count
            ? scores
            : throw new InvalidDataException($"{path}: model.merges lacks {missing.Count} of {pairs.Count} pairs, such as \"{missing[0].Left} {missing[0].Right}\", that llama.cpp would merge: the vocabulary is not one of SentencePiece.");

        bool IsPart(string token) => file.Vocabulary.ContainsKey(token) && !added.Contains(token);
    }

    private static IEnumerable<(string Left, string Right)> Splits(string token)
    {
        var at = 0;
        foreach (var rune in token.EnumerateRunes())
        {
            if (at > 0)
            {
                yield return (token[..at], token[at..]);
            }

            at += rune.Utf16SequenceLength;
        }
    }
}
