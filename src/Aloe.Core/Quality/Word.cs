using System.Text;

namespace Aloe.Quality;

/// <summary>A word of a text.</summary>
/// <param name="Start">Where it starts in the text.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Text">In lower case.</param>
internal readonly record struct Word(int Start, int End, string Text)
{
    /// <summary>The runs of letters and digits of a text: case, spacing and punctuation do not matter.</summary>
    public static List<Word> Split(string text)
    {
        var words = new List<Word>();
        var start = -1;
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) && start < 0)
            {
                start = at;
            }
            else if (!Rune.IsLetterOrDigit(rune) && start >= 0)
            {
                words.Add(new Word(start, at, text[start..at].ToLowerInvariant()));
                start = -1;
            }

            at += rune.Utf16SequenceLength;
        }

        if (start >= 0)
        {
            words.Add(new Word(start, text.Length, text[start..].ToLowerInvariant()));
        }

        return words;
    }
}
