using System.Text.RegularExpressions;
using Aloe.Quality;

namespace Aloe.Evaluation;

/// <summary>Tidies what a model claims of a person: one line each, no empty ones, none twice.</summary>
internal static partial class PersonaClaims
{
    /// <summary>Longer lines, in characters, are no short sentences.</summary>
    private const int LongestLine = 500;

    /// <summary>A model that lists more has run away.</summary>
    private const int MostLines = 100;

    public static IReadOnlyList<string> Clean(IEnumerable<string> claims) =>
    [
        .. claims
            .Select(Line)
            .Where(line => line.Length <= LongestLine && line.Any(char.IsLetterOrDigit))
            .DistinctBy(Key)
            .Take(MostLines),
    ];

    /// <summary>On one line, without what lists put before it: the prompt shows what was known as <c>fact: …</c>, and some models copy that.</summary>
    public static string Line(string claim) => Lead().Replace(Space().Replace(claim, " ").Trim(), "");

    /// <summary>Case and punctuation do not make another claim.</summary>
    private static string Key(string line) => string.Join(' ', Word.Split(line).Select(word => word.Text));

    [GeneratedRegex(@"[\s\p{Cc}\p{Zl}\p{Zp}]+")]
    private static partial Regex Space();

    [GeneratedRegex(@"^(?:[-*•]\s+|[0-9]{1,3}[.)]\s+)?(?:(?:fact|trait)\s*:\s*)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Lead();
}
