using System.Text.Json;
using Aloe.Answers;

namespace Aloe.Evaluation;

/// <summary>Reads a judge's scores from whatever form it answered in: the JSON that was asked for, <c>Score: **3**</c>, <c>4/5</c>, <c>four</c>.</summary>
/// <remarks>Prefers no score to a guessed one: a value off the scale, a range, or two values that disagree count as none. Never throws.</remarks>
internal static class JudgeScoreParser
{
    /// <summary>A longer text of the JSON, in characters, is no value.</summary>
    private const int LongestValue = 200;

    private static readonly string[] OverallNames = ["overall", "overall_score", "score", "rating"];

    /// <summary>A form with whole numbers from 1 to 5.</summary>
    public static AnswerForm<JudgeReading> Form(params string[] names) => new(
        $"{{{string.Join(',', names.Select(name => $"\"{name}\":n"))}}}",
        "scores",
        $$"""
        {"type":"object","properties":{{{string.Join(',', names.Select(name => $$"""
        "{{name}}":{"type":"integer","enum":[1,2,3,4,5]}
        """))}}},"required":[{{string.Join(',', names.Select(name => $"\"{name}\""))}}],"additionalProperties":false}
        """,
        (answer, out reading) => (reading = Read(answer)).Score is not null);

    /// <summary>The scores, or why there is no overall score from 1 to 5.</summary>
    public static JudgeReading Read(string? answer)
    {
        if (string.IsNullOrWhiteSpace(answer) || Reasoning.Strip(answer) is not { } verdict || string.IsNullOrWhiteSpace(verdict))
        {
            return new JudgeReading(null, MissingScoreCause.Empty);
        }

        verdict = PlainText.Of(verdict);
        var (overall, style, content, naturalness) = FromJson(verdict) ?? ScoreProse.Read(verdict);
        return overall.Score is { } score ? new JudgeReading(new TurnScore(score, style, content, naturalness), default)
            : overall.Cause == MissingScoreCause.Unreadable && JudgeRefusal.IsIn(verdict) ? new JudgeReading(null, MissingScoreCause.Refusal)
            : new JudgeReading(null, overall.Cause!.Value);
    }

    /// <summary>Null where no object has an overall score: the answer is then read as prose.</summary>
    private static (ScoreValue Overall, double? Style, double? Content, double? Naturalness)? FromJson(string verdict)
    {
        try
        {
            var objects = JsonAnswer.All(verdict).Where(json => OverallOf(json).Any()).ToArray();
            return objects.Length == 0 ? null
                : (ScoreValue.Agreed(objects.SelectMany(OverallOf)), Part(objects, "style"), Part(objects, "content"), Part(objects, "naturalness"));
        }
        catch (InvalidOperationException)
        {
            // A name in the JSON holds half of a surrogate pair and is no text.
            return null;
        }
    }

    /// <summary>The values of the first of the usual names that has a number or a text.</summary>
    private static IEnumerable<ScoreValue> OverallOf(JsonElement json)
        => OverallNames.Select(name => Values(json, name)).FirstOrDefault(values => values.Any()) ?? [];

    private static double? Part(JsonElement[] objects, string name) => ScoreValue.Agreed(objects.SelectMany(json => Values(json, name))).Score;

    private static IEnumerable<ScoreValue> Values(JsonElement json, string name) => json.EnumerateObject()
        .Where(property => property.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && property.Value.ValueKind is JsonValueKind.Number or JsonValueKind.String)
        .Select(property => Value(property.Value));

    private static ScoreValue Value(JsonElement element)
        => element.ValueKind == JsonValueKind.Number ? (element.TryGetDouble(out var number) ? ScoreValue.Of(number) : ScoreValue.OffScale)
            : JsonString.Of(element) is { Length: <= LongestValue } text ? ScoreProse.Read(PlainText.Of(text)).Overall
            : ScoreValue.Unreadable;
}
