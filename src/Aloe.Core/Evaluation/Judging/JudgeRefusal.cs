using System.Text.RegularExpressions;

namespace Aloe.Evaluation;

/// <summary>Tells a judge that declines from one that answers in another form. English.</summary>
internal static partial class JudgeRefusal
{
    private const string Task =
        @"(?:help|assist|score|rate|evaluate|judge|assess|grade|rank|provide|give|offer|comply|fulfil+|complete|continue|engage|discuss|answer|participate|process|do\s+(?:this|that|so))\b";

    /// <summary>Whether the text declines; asked only where it holds no value.</summary>
    public static bool IsIn(string text) => Declines().IsMatch(text);

    [GeneratedRegex(
        @"\b(?:can(?:not|'t|\s+not)|could(?:\s+not|n't)|won't|will\s+not|(?:un|not\s+)able\s+to|(?:rather|prefer\s+to)\s+not|not\s+comfortable(?:\s+with)?|(?:do\s+not|don't)\s+feel\s+comfortable)\s+(?:\w+\s+)?" + Task
        + @"|\bcomfortable\s+(?:scoring|rating|evaluating|judging|assessing)\b|\b(?:I|must|have\s+to)\s+(?:\w+\s+)?(?:decline|refuse)\b|\bas\s+an?\s+(?:AI|(?:large\s+)?language\s+model)\b"
        + @"|\bsorry,?\s+(?:but\s+)?I\b|\bagainst\s+(?:my|the|our)\s+(?:\w+\s+)?(?:guidelines|policy|policies)\b|""refusal""\s*:\s*""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Declines();
}
