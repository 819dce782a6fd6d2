using System.Globalization;
using System.Text;

namespace Aloe.Personalization;

/// <summary>Makes of any text one line that is only text: it cannot end the block that it stands in, begin a line of its own, or hide anything.</summary>
internal static class PlainLine
{
    private const char Ellipsis = '…';

    /// <summary>The text on one line, with round brackets in the place of all others, without invisible characters.</summary>
    /// <param name="text">Any text, well-formed or not.</param>
    /// <param name="maxLength">Longest line, in characters; a longer one is cut and ends in an ellipsis.</param>
    public static string Of(string text, int maxLength)
    {
        var line = new StringBuilder(Math.Min(text.Length, maxLength));
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsSpace(rune))
            {
                if (line.Length > 0 && line[^1] != ' ')
                {
                    line.Append(' ');
                }
            }
            else if (IsVisible(rune))
            {
                line.Append(Harmless(rune));
            }

            // Far enough to know that the line is too long.
            if (line.Length > maxLength + 2)
            {
                break;
            }
        }

        return Cut(line.ToString().TrimEnd(), maxLength);
    }

    private static string Cut(string line, int maxLength)
    {
        if (line.Length <= maxLength)
        {
            return line;
        }

        var end = char.IsLowSurrogate(line[maxLength - 1]) ? maxLength - 2 : maxLength - 1;
        return line[..end].TrimEnd() + Ellipsis;
    }

    private static bool IsSpace(Rune rune)
        => Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    // Broken text reads as U+FFFD.
    private static bool IsVisible(Rune rune)
        => rune != Rune.ReplacementChar
            && !IsIgnorable(rune.Value)
            && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate);

    // Letters and marks that show nothing, and so can carry text that nobody sees: grapheme joiner, Hangul and Khmer fillers, variation selectors, the empty Braille cell, tags.
    private static bool IsIgnorable(int value)
        => value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2800 or 0x3164 or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0 or (>= 0xE0000 and <= 0xE0FFF);

    // Models take look-alikes of brackets for brackets, and square and curly ones for the marks of chat templates.
    private static Rune Harmless(Rune rune) => rune.Value switch
    {
        '`' => new Rune('\''),
        '<' or '[' or '{' or '«' or '‹' or '≪' or '≺' or '⟨' or '⟪' or '〈' or '《' or '〈' or '❬' or '❮' or '❰' or '⧼' or '˂' or '﹤' or '＜' or '﹛' or '｛' or '［' or '⟦' or '〚' or '【' or '「' => new Rune('('),
        '>' or ']' or '}' or '»' or '›' or '≫' or '≻' or '⟩' or '⟫' or '〉' or '》' or '〉' or '❭' or '❯' or '❱' or '⧽' or '˃' or '﹥' or '＞' or '﹜' or '｝' or '］' or '⟧' or '〛' or '】' or '」' => new Rune(')'),
        _ => rune,
    };
}
