using System.Globalization;
using System.Text;

namespace Aloe.Embeddings;

/// <summary>Brings text into the form that BERT's uncased vocabulary was made for: no control characters, no accents, lower case.</summary>
/// <remarks>
/// The same on every machine: .NET's own decomposition leaves text as it is where ICU is missing or
/// <c>InvariantGlobalization</c> is on, and every word with an accent would then be unknown to the model.
/// </remarks>
internal static class UncasedText
{
    private const int HangulFirst = 0xAC00, HangulLast = 0xD7A3, VowelCount = 21, TailCount = 28;

    private static readonly Dictionary<char, string> Decompositions = Load();

    public static string Normalize(string text)
    {
        var normalized = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\t' or '\n' or '\r')
            {
                normalized.Append(' ');
            }
            else if (!IsDropped(rune))
            {
                Append(normalized, rune);
            }
        }

        return normalized.ToString();
    }

    private static void Append(StringBuilder normalized, Rune rune)
    {
        if (Rune.IsWhiteSpace(rune))
        {
            normalized.Append(' ');
        }
        else if (rune.Value is >= HangulFirst and <= HangulLast)
        {
            AppendJamo(normalized, rune.Value - HangulFirst);
        }
        else if (rune.IsBmp && Decompositions.TryGetValue((char)rune.Value, out var letters))
        {
            normalized.Append(letters);
        }
        else
        {
            normalized.Append(Rune.ToLowerInvariant(rune));
        }
    }

    /// <summary>Canonical decomposition of a Hangul syllable (The Unicode Standard, section 3.12).</summary>
    private static void AppendJamo(StringBuilder normalized, int index)
    {
        normalized.Append((char)(0x1100 + (index / (VowelCount * TailCount))));
        normalized.Append((char)(0x1161 + (index / TailCount % VowelCount)));
        if (index % TailCount is > 0 and var tail)
        {
            normalized.Append((char)(0x11A7 + tail));
        }
    }

    // A lone surrogate is enumerated as U+FFFD, and so goes too.
    private static bool IsDropped(Rune rune) => rune.Value == 0xFFFD || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    private static Dictionary<char, string> Load()
    {
        var decompositions = new Dictionary<char, string>();
        foreach (var line in MiniLmResources.ReadDecompositions())
        {
            var tab = line.IndexOf('\t');
            var letters = line[..tab].ToLowerInvariant();
            foreach (var composed in line.AsSpan(tab + 1))
            {
                decompositions.Add(composed, letters);
            }
        }

        return decompositions;
    }
}
