using System.Globalization;
using System.Text;

namespace Aloe.Torch;

/// <summary>Cuts text as GPT-2 does (<see cref="Pattern"/>).</summary>
/// <remarks>Not through <c>Regex</c>, which works on UTF-16 units and so takes a letter beyond U+FFFF for two symbols.</remarks>
internal static class Gpt2PreTokenizer
{
    /// <summary>What this does, as a regular expression.</summary>
    public const string Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    private enum Kind
    {
        Letter,
        Number,
        Space,
        Other,
    }

    public static List<(int Offset, int Length)> Cut(ReadOnlySpan<char> text)
    {
        var pieces = new List<(int, int)>();
        for (var start = 0; start < text.Length;)
        {
            var length = Next(text[start..]);
            pieces.Add((start, length));
            start += length;
        }

        return pieces;
    }

    /// <summary>Length of the first piece.</summary>
    private static int Next(ReadOnlySpan<char> text)
    {
        if (text[0] == '\'' && Contraction(text[1..]) is > 0 and var contraction)
        {
            return 1 + contraction;
        }

        var lead = text[0] == ' ' && text.Length > 1 ? 1 : 0;
        var kind = KindOf(text[lead..], out _);
        if (kind == Kind.Space)
        {
            var spaces = Run(text, Kind.Space);
            return spaces < text.Length && spaces > 1 ? spaces - 1 : spaces; // The last space goes with the word after it.
        }

        return lead + Run(text[lead..], kind);
    }

    private static int Contraction(ReadOnlySpan<char> rest)
        => rest.StartsWith("re") || rest.StartsWith("ve") || rest.StartsWith("ll") ? 2
            : rest.Length > 0 && rest[0] is 's' or 't' or 'm' or 'd' ? 1
            : 0;

    private static int Run(ReadOnlySpan<char> text, Kind kind)
    {
        var length = 0;
        while (length < text.Length && KindOf(text[length..], out var units) == kind)
        {
            length += units;
        }

        return length;
    }

    private static Kind KindOf(ReadOnlySpan<char> text, out int units)
    {
        Rune.DecodeFromUtf16(text, out var rune, out units);
        return Rune.IsWhiteSpace(rune) ? Kind.Space : Rune.GetUnicodeCategory(rune) switch
        {
            <= UnicodeCategory.OtherLetter => Kind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Number,
            _ => Kind.Other,
        };
    }
}
