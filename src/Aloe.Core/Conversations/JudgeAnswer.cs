using System.Text.Json;
using System.Text.RegularExpressions;
using Aloe.Answers;

namespace Aloe.Conversations;

/// <summary>Reads a judge's comparison: the JSON that was asked for, or its value alone, such as <c>Reply A</c>.</summary>
/// <remarks>Prefers no verdict to a guessed one: objects that disagree, or a value that is neither reply nor a tie, cannot be read.</remarks>
internal static partial class JudgeAnswer
{
    /// <summary>A longer text, in characters, is no bare value.</summary>
    private const int LongestValue = 40;

    public static readonly AnswerForm<JudgeChoice> Form = new(
        """{"preferred":"A"}, {"preferred":"B"}, or {"preferred":"tie"}""",
        "preference",
        """{"type":"object","properties":{"preferred":{"type":"string","enum":["A","B","tie"]}},"required":["preferred"],"additionalProperties":false}""",
        TryParse);

    public static bool TryParse(string answer, out JudgeChoice choice)
    {
        var objects = JsonAnswer.All(answer);
        var choices = objects.Select(Preferred).OfType<JudgeChoice>().Distinct().ToList();
        choice = choices.Count == 1 ? choices[0]
            : objects.Count == 0 && Reasoning.Strip(answer) is { Length: <= LongestValue } bare ? Choice(bare)
            : JudgeChoice.Unreadable;
        return choice != JudgeChoice.Unreadable;
    }

    /// <summary>Null for an object that is about something else.</summary>
    private static JudgeChoice? Preferred(JsonElement json)
        => JsonString.Property(json, "preferred") is not { } preferred ? null
            : preferred.ValueKind == JsonValueKind.String ? Choice(JsonString.Of(preferred))
            : JudgeChoice.Unreadable;

    private static JudgeChoice Choice(string value)
    {
        var match = Value().Match(value);
        return !match.Success ? JudgeChoice.Unreadable
            : match.Groups["reply"].ValueSpan is ['A' or 'a'] ? JudgeChoice.First
            : match.Groups["reply"].ValueSpan is ['B' or 'b'] ? JudgeChoice.Second
            : JudgeChoice.Tie;
    }

    [GeneratedRegex(@"^[\s*_`""'(]*(?:(?:reply|response|answer|option)[\s_]*)?(?:(?<reply>[ab])|tie|tied|draw|equal|neither|both)[\s*_`""').!]*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Value();
}
