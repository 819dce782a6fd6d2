using System.Globalization;
using System.Text;

namespace Aloe.Torch;

/// <summary>Finds added tokens in a text: from left to right, at each place the longest.</summary>
internal sealed class AddedTokenFinder
{
    private readonly Dictionary<char, (string Content, AddedToken Token)[]> _byFirst;

    /// <param name="tokens">The tokens to look for, with the text that stands for each.</param>
    public AddedTokenFinder(IEnumerable<(string Content, AddedToken Token)> tokens)
        => _byFirst = tokens.Where(token => token.Content.Length > 0)
            .GroupBy(token => token.Content[0])
            .ToDictionary(group => group.Key, group => group.OrderByDescending(token => token.Content.Length).ToArray());

    /// <summary>The text as plain pieces and tokens, in order; a piece has no token.</summary>
    public IEnumerable<(string Text, AddedToken? Token)> Cut(string text)
    {
        var start = 0;
        for (var at = 0; at < text.Length;)
        {
            if (!_byFirst.TryGetValue(text[at], out var candidates)
                || candidates.FirstOrDefault(candidate => string.CompareOrdinal(text, at, candidate.Content, 0, candidate.Content.Length) == 0) is not (Content: not null, _) found)
            {
                at++;
                continue;
            }

            var (from, to) = (at, at + found.Content.Length);
            at = to;
            if (found.Token.SingleWord && (IsWord(RuneBefore(text, from)) || IsWord(RuneAfter(text, to))))
            {
                continue;
            }

            while (found.Token.TakesLeft && from > start && char.IsWhiteSpace(text[from - 1]))
            {
                from--;
            }

            while (found.Token.TakesRight && to < text.Length && char.IsWhiteSpace(text[to]))
            {
                to++;
            }

            if (from > start)
            {
                yield return (text[start..from], null);
            }

            yield return (text[from..to], found.Token);
            (start, at) = (to, to);
        }

        if (start < text.Length)
        {
            yield return (text[start..], null);
        }
    }

    private static Rune? RuneBefore(string text, int at) => Rune.DecodeLastFromUtf16(text.AsSpan(0, at), out var rune, out _) == System.Buffers.OperationStatus.Done ? rune : null;

    private static Rune? RuneAfter(string text, int at) => Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out _) == System.Buffers.OperationStatus.Done ? rune : null;

    private static bool IsWord(Rune? rune)
        => rune is { } value && (Rune.IsLetterOrDigit(value) || Rune.GetUnicodeCategory(value) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.LetterNumber);
}
