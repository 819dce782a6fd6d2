using System.Text;

namespace Aloe.Quality;

/// <summary>How much of two texts is the same: the Jaccard index of their character trigrams.</summary>
/// <remarks>Case, spacing and punctuation do not matter. Two texts without a letter or digit are the same; one of them is like no other.</remarks>
internal static class TextSimilarity
{
    /// <summary>From 0, nothing in common, to 1, the same trigrams.</summary>
    public static double Of(string first, string second)
    {
        var (a, b) = (Trigrams(first), Trigrams(second));
        var common = a.Count(b.Contains);
        var all = a.Count + b.Count - common;
        return all == 0 ? 1 : (double)common / all;
    }

    private static HashSet<(char, char, char)> Trigrams(string text)
    {
        var line = new StringBuilder(" ");
        foreach (var word in Word.Split(text))
        {
            line.Append(word.Text).Append(' ');
        }

        var trigrams = new HashSet<(char, char, char)>();
        for (var at = 0; at + 2 < line.Length; at++)
        {
            trigrams.Add((line[at], line[at + 1], line[at + 2]));
        }

        return trigrams;
    }
}
