using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Aloe.Answers;

namespace Aloe.Evaluation;

/// <summary>Reads a judge's scores from whatever form it answered in: the JSON that was asked for, <c>Score: **3**</c>, <c>4/5</c>, <c>four</c>.</summary>
/// <remarks>Prefers no score to a guessed one: a value off the scale, a range, or two values that disagree count as none.</remarks>
internal static partial class JudgeScoreParser
{
    private const int Min = 1, Max = 5;

    /// <summary>Longest answer whose prose is searched; the verdict of a longer one is looked for at its end.</summary>
    private const int LongestProse = 4_000;

    /// <summary>A longer text, in characters, is no value.</summary>
    private const int LongestValue = 200;

    /// <summary>Digits, or a number word that ends its statement: "overall, one might say" is no score.</summary>
    private const string Number =
        @"(?<value>[-+−]?[0-9]+(?:[.,][0-9]{1,2})?|(?:zero|one|two|three|four|five|six|seven|eight|nine|ten)(?=[^\S\n]*(?:\n|[^\w\s]|$)|\s+(?:stars?|points?|(?:out\s+)?of\s+(?:5|five))\b))"
        + @"(?![\w%])(?![.,][0-9])"
        + @"(?:\s*(?:/|out\s+of|of)\s*(?<scale>[0-9]+|five)(?![\w%]))?"
        + @"(?!\s*(?:-|–|—|/|to\b|or\b)\s*(?:[0-9]|one\b|two\b|three\b|four\b|five\b))";

    private const string Label = @"\b(?<label>overall|style|content|naturalness|score|rating|rated?|grade|give)\b";

    /// <summary>What may stand between a label and its value: marks and little words, but no other statement.</summary>
    private const string Gap = @"(?:[\s:=*_""'`#>|()\[\]{~]|[-–—,](?=\s)|\b(?:score|rating|is|was|of|an?|it|this|that|the|reply|response|as|would|be|at)\b)*";

    private static readonly string[] NumberWords = ["zero", "one", "two", "three", "four", "five"];
    private static readonly string[] OverallNames = ["overall", "overall_score", "score", "rating"];

    /// <summary>A form with these whole numbers from 1 to 5.</summary>
    public static AnswerForm<JudgeReading> Form(params string[] names) => new(
        $"{{{string.Join(',', names.Select(name => $"\"{name}\":n"))}}}",
        "scores",
        $$"""
        {"type":"object","properties":{{{string.Join(',', names.Select(name => $$"""
            "{{name}}":{"type":"integer","enum":[1,2,3,4,5]}
            """))}}},
        "required":[{{string.Join(',', names.Select(name => $"\"{name}\""))}}],"additionalProperties":false}
        """,
        TryRead);

    private static bool TryRead(string answer, out JudgeReading reading)
    {
        reading = Read(answer);
        return reading.Score is not null;
    }

    public static JudgeReading Read(string? answer) => new(Parse(answer), MissingScoreCause.Unreadable);

    /// <summary>The scores; null where there is no overall score from 1 to 5.</summary>
    public static TurnScore? Parse(string? answer)
    {
        if (string.IsNullOrWhiteSpace(answer))
        {
            return null;
        }

        if (Reasoning.Strip(answer) is not { } verdict)
        {
            return null;
        }

        try
        {
            return JsonAnswer.Find(verdict) is { } json && OverallOf(json) is { } overall ? FromJson(json, overall) : FromProse(verdict);
        }
        catch (InvalidOperationException)
        {
            // A name or text of the JSON holds half of a surrogate pair and is no text.
            return FromProse(verdict);
        }
    }

    private static TurnScore? FromJson(JsonElement json, JsonElement overall) => Value(overall) is { } score
        ? new TurnScore(score, Part(json, "style"), Part(json, "content"), Part(json, "naturalness"))
        : null;

    /// <summary>The first of the usual names whose value is a number or a text; null leaves the answer to be read as prose.</summary>
    private static JsonElement? OverallOf(JsonElement json) => OverallNames
        .Select(name => Property(json, name))
        .FirstOrDefault(value => value is { ValueKind: JsonValueKind.Number or JsonValueKind.String });

    private static double? Part(JsonElement json, string name) => Property(json, name) is { } value ? Value(value) : null;

    private static JsonElement? Property(JsonElement json, string name)
    {
        foreach (var property in json.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value;
            }
        }

        return null;
    }

    private static double? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number when element.TryGetDouble(out var number) => OnScale(number),
        JsonValueKind.String when element.GetString() is { Length: <= LongestValue } text && Bare().Match(text) is { Success: true } match => Value(match),
        _ => null,
    };

    private static TurnScore? FromProse(string text)
    {
        var prose = Scale().Replace(text.Length > LongestProse ? text[^LongestProse..] : text, " ");
        if (Bare().Match(prose) is { Success: true } bare)
        {
            return Value(bare) is { } only ? new TurnScore(only, null, null, null) : null;
        }

        var labelled = Labelled().Matches(prose).ToLookup(match => match.Groups["label"].Value.ToLowerInvariant());
        var (style, content, naturalness) = (Agreed(labelled["style"]), Agreed(labelled["content"]), Agreed(labelled["naturalness"]));
        var general = labelled.Where(group => group.Key is not ("overall" or "style" or "content" or "naturalness")).SelectMany(group => group);
        var overall = labelled.Contains("overall") ? Agreed(labelled["overall"])
            : general.Any() ? Agreed(general)
            : labelled.Count == 0 ? Agreed(Fraction().Matches(prose))
            : null;
        return overall is { } score ? new TurnScore(score, style, content, naturalness) : null;
    }

    /// <summary>The value on which all matches agree.</summary>
    private static double? Agreed(IEnumerable<Match> matches)
    {
        var values = matches.Select(Value).Distinct().Take(2).ToArray();
        return values.Length == 1 ? values[0] : null;
    }

    private static double? Value(Match match)
    {
        if (match.Groups["scale"] is { Success: true, Value: var scale } && scale.ToLowerInvariant() is not ("5" or "five"))
        {
            return null;
        }

        var text = match.Groups["value"].Value.ToLowerInvariant();
        return Array.IndexOf(NumberWords, text) is >= 0 and var word ? OnScale(word)
            : double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? OnScale(number)
            : null;
    }

    private static double? OnScale(double value) => value is >= Min and <= Max ? value : null;

    [GeneratedRegex(Label + Gap + Number, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Labelled();

    [GeneratedRegex(@"^[\s*_`""'(\[#]*" + Number + @"\s*(?:stars?|points?)?[\s*_`""')\].!]*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Bare();

    [GeneratedRegex(@"(?<![\w.,/-])(?<value>[0-9]+(?:[.,][0-9]{1,2})?)\s*(?:/|out\s+of)\s*(?<scale>[0-9]+)(?![\w%]|\s*/)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Fraction();

    /// <summary>The scale, repeated by the judge, is no score.</summary>
    [GeneratedRegex(@"\(?\b1\s*(?:-|–|to)\s*5\b\)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Scale();
}
