using System.Globalization;
using System.Text;

namespace Aloe.Evaluation;

/// <summary>Writes what stands for a number in any script in the way of the Latin one.</summary>
internal static class PlainText
{
    /// <summary>Decimal digits of every script become 0 to 9, signs between them their ASCII form; what cannot be seen is left out.</summary>
    public static string Of(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.DecimalDigitNumber:
                    plain.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
                    break;
                case UnicodeCategory.Format:
                    break;
                default:
                    plain.Append(Sign(rune.Value)?.ToString() ?? rune.ToString());
                    break;
            }
        }

        return plain.ToString();
    }

    private static char? Sign(int rune) => rune switch
    {
        '−' or '－' or '‐' or '‑' => '-',
        '／' or '⁄' or '∕' => '/',
        '．' or '٫' => '.',
        '，' or '٬' => ',',
        '：' => ':',
        '％' or '٪' => '%',
        '’' => '\'',
        _ => null,
    };
}
