using System.Text.RegularExpressions;

namespace Aloe.Personas;

/// <summary>Splits an author's answer, one text a line, and drops what is no text: headings, remarks, fragments.</summary>
internal static partial class AuthorAnswer
{
    /// <summary>Shorter pieces are headings or fragments: 8 short sentences are several times as long.</summary>
    public const int MinLength = 40;

    /// <summary>Longer pieces are several texts in one, or an essay.</summary>
    public const int MaxLength = 2_000;

    /// <summary>The usable texts in order, and the number of pieces that were none.</summary>
    /// <param name="answer">The whole answer.</param>
    /// <param name="isCut">The answer ended at a token limit, so that its last line is a torso.</param>
    public static (List<string> Texts, int Malformed) Parse(string answer, bool isCut)
    {
        var texts = new List<string>();
        var malformed = 0;
        var lines = answer.ReplaceLineEndings("\n").Split('\n').Select(Clean).Where(line => line.Length > 0).ToList();
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Length is >= MinLength and <= MaxLength && !lines[i].EndsWith(':') && !(isCut && i == lines.Count - 1))
            {
                texts.Add(lines[i]);
            }
            else
            {
                malformed++;
            }
        }

        return (texts, malformed);
    }

    private static string Clean(string line)
    {
        var text = Marker().Replace(line.Trim(), "").Trim();
        text = text.EndsWith("\",", StringComparison.Ordinal) ? text[..^1] : text;
        return text is ['"', .., '"'] or ['“', .., '”'] or ['\'', .., '\''] ? text[1..^1].Trim() : text;
    }

    // "1." "1)" "(1)" "#1:" "-" "*" "•" "Profile 1:", a code fence, a list bracket: what models put in front of an item.
    [GeneratedRegex(@"^(?:```\w*$|[\[\]]$|[-*•–]\s+|\(?#?\d{1,4}[.):]+\s*(?=\D)|\*{0,2}(?:profile|personality)\s*\d*\s*[:.)]\*{0,2}\s*)+", RegexOptions.IgnoreCase)]
    private static partial Regex Marker();
}
