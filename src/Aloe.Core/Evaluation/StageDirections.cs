using System.Text.RegularExpressions;

namespace Aloe.Evaluation;

/// <summary>Takes stage directions such as <c>*sighs*</c> out of what a user role wrote.</summary>
internal static partial class StageDirections
{
    /// <summary>The text without them; <c>**bold**</c> and free-standing asterisks stay.</summary>
    public static string Remove(string text) => Directions().Replace(text, Joint).Trim();

    /// <summary>What stands between the texts before and after.</summary>
    private static string Joint(Match match) => match.Groups["closing"].Success ? "" : match.Value.Contains('\n') ? "\n" : " ";

    [GeneratedRegex(@"\s*(?:(?<![*\w])\*(?![*\s])[^*]*(?<![*\s])\*(?!\*)\s*)+(?<closing>(?=[,.;:!?)]))?")]
    private static partial Regex Directions();
}
