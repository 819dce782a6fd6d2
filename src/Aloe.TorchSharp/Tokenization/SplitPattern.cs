using System.Globalization;
using System.Text.RegularExpressions;

namespace Aloe.Torch;

/// <summary>Cuts text at the matches of a regular expression that was written for whole characters.</summary>
/// <remarks>
/// <see cref="Regex"/> works on UTF-16 units, so a letter beyond U+FFFF would be two symbols to it. It therefore sees a stand-in: a character of the same category from below U+FFFF.
/// That is exact as long as the pattern names no character beyond U+FFFF itself.
/// </remarks>
internal sealed class SplitPattern
{
    // Far more than any text needs; a pattern from a hostile file must not hang the process.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly Dictionary<UnicodeCategory, char> StandIns = Enumerable.Range(0x100, 0xFFFF - 0x100).Select(code => (char)code).Reverse()
        .GroupBy(char.GetUnicodeCategory).ToDictionary(group => group.Key, group => group.Last());

    private readonly Regex _regex;
    private readonly string _behavior;
    private readonly bool _invert;

    /// <exception cref="FormatException">The behaviour or the pattern is not supported.</exception>
    public SplitPattern(string pattern, string behavior, bool invert = false)
    {
        if (behavior is not ("Isolated" or "Removed" or "MergedWithPrevious" or "MergedWithNext" or "Contiguous"))
        {
            throw new FormatException($"pre_tokenizer: Split.behavior {behavior} is not known.");
        }

        if (pattern.Any(char.IsSurrogate) || pattern.Contains("&&", StringComparison.Ordinal) || pattern.Contains("[[:", StringComparison.Ordinal))
        {
            throw new FormatException($"pre_tokenizer: the pattern {pattern} is not supported: it has characters beyond U+FFFF, && or [[:...:]].");
        }

        // Unicode's case folding, which these files rely on, makes an s of the long s; .NET's does not.
        _regex = new Regex(pattern.Replace("(?i:'s", "(?i:'[s\u017F]", StringComparison.Ordinal), RegexOptions.CultureInvariant, Limit);
        (_behavior, _invert) = (behavior, invert);
    }

    /// <summary>The pieces, in order.</summary>
    /// <exception cref="InvalidDataException">The pattern takes too long.</exception>
    public IEnumerable<string> Cut(string text)
    {
        try
        {
            var spans = Spans(text);
            return _behavior switch
            {
                "Isolated" => spans.Select(span => text[span.Start..span.End]),
                "Removed" => spans.Where(span => !span.IsMatch).Select(span => text[span.Start..span.End]),
                "Contiguous" => Join(spans, (before, span) => before.IsMatch == span.IsMatch, text),
                "MergedWithPrevious" => Join(spans, (before, span) => span.IsMatch && !before.IsMatch, text),
                _ => Join(spans, (before, span) => before.IsMatch && !span.IsMatch, text),
            };
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new InvalidDataException($"{TokenizerFile.FileName}: the pattern {_regex} of pre_tokenizer takes more than {Limit.TotalSeconds} seconds on a text of {text.Length} characters.", e);
        }
    }

    private List<(int Start, int End, bool IsMatch)> Spans(string text)
    {
        var (seen, origins) = StandIn(text);
        var spans = new List<(int, int, bool)>();
        var end = 0;
        foreach (var match in _regex.EnumerateMatches(seen))
        {
            Add(end, match.Index, _invert);
            Add(match.Index, match.Index + match.Length, !_invert);
            end = match.Index + match.Length;
        }

        Add(end, seen.Length, _invert);
        return spans;

        void Add(int from, int to, bool isMatch)
        {
            if (to > from)
            {
                spans.Add(origins is null ? (from, to, isMatch) : (origins[from], origins[to], isMatch));
            }
        }
    }

    /// <summary>Puts a span to the one before it where the rule says so, looking at the two as they were.</summary>
    private static List<string> Join(List<(int Start, int End, bool IsMatch)> spans, Func<(int Start, int End, bool IsMatch), (int Start, int End, bool IsMatch), bool> joins, string text)
    {
        var pieces = new List<(int Start, int End)>();
        for (var i = 0; i < spans.Count; i++)
        {
            if (i > 0 && joins(spans[i - 1], spans[i]))
            {
                pieces[^1] = (pieces[^1].Start, spans[i].End);
            }
            else
            {
                pieces.Add((spans[i].Start, spans[i].End));
            }
        }

        return [.. pieces.Select(piece => text[piece.Start..piece.End])];
    }

    /// <summary>The text with one unit a character, and where each came from; no origins where it is the text itself.</summary>
    private static (string Text, int[]? Origins) StandIn(string text)
    {
        if (!text.Any(char.IsSurrogate))
        {
            return (text, null);
        }

        var (units, origins, at) = (new List<char>(text.Length), new List<int>(text.Length), 0);
        foreach (var rune in text.EnumerateRunes())
        {
            units.Add(rune.IsBmp ? (char)rune.Value : StandIns[CharUnicodeInfo.GetUnicodeCategory(rune.Value)]);
            origins.Add(at);
            at += rune.Utf16SequenceLength;
        }

        origins.Add(at);
        return (new string([.. units]), [.. origins]);
    }
}
