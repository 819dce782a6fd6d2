using System.Globalization;
using System.Text.RegularExpressions;

namespace Aloe.Evaluation;

/// <summary>Reads scores from prose: <c>Score: **3**</c>, <c>4/5</c>, <c>four out of five</c>, or JSON that is none.</summary>
internal static partial class ScoreProse
{
    /// <summary>Longest text, in characters, that is searched; the verdict of a longer one is looked for at its end.</summary>
    private const int LongestSearched = 4_000;

    private const string Word = @"(?:zero|one|two|three|four|five|six|seven|eight|nine|ten)";

    /// <summary>Marks that may stand around a number.</summary>
    private const string Marks = @"[\s*_`""'()\[\]]*";

    /// <summary>Digits, or a word that ends its statement: "overall, one might say" is no score.</summary>
    private const string Numeral =
        @"(?<value>[-+]?(?>[0-9]+(?:[.,][0-9]+)*)|" + Word
        + @"(?=[^\S\n]*(?:\n|[^\w\s]|$)|\s+(?:stars?|points?|(?:out\s+)?of\s+(?:[0-9]|" + Word + @"))\b|\s+(?:to|or|and)\s+(?:[0-9]|" + Word + @"\b)))(?![\p{L}\p{M}\p{N}+])";

    private const string Unit = @"(?:[\s-]*(?:stars?|points?)\b)?";

    private const string Percent = @"(?<percent>\s*(?:%|percent\b))?";

    private const string OutOf = @"(?<scale>[0-9]+(?:[.,]0+)?|" + Word + @")(?![\p{L}\p{N}%]|[.,][0-9])";

    /// <summary>Another value right behind the first: a range, an alternative, a list.</summary>
    private const string More =
        @"(?<more>[ \t*_`""']*(?:(?:,[ \t]*)?(?:-+>?|–|—|→|~|\.\.+|…|[:=]|(?:to|or|and|maybe|perhaps)\b)[ \t*_`""']*(?:an?[ \t]+)?(?:[0-9]|" + Word + @"\b)|[,;|]?[ \t*_`""']*[0-9]+(?:[.,][0-9]+)?[ \t]*(?:[^\w\s]|\n|$)))?";

    /// <summary>No part of a date or of a mixed fraction.</summary>
    private const string Whole = @"(?!\s*/\s*[0-9]|\s*\p{No}|\s+and\s+a\s+half\b)";

    private const string Number = Numeral + Unit + Percent + "(?:" + Marks + "(?:/|(?:out\\s+)?of)" + Marks + @"(?:(?:a\s+)?(?:possible|maximum)\s+)?" + OutOf + ")?" + Unit + Whole + More;

    /// <summary>A label that is denied names no value: "I cannot give this a 5".</summary>
    private const string Label =
        @"(?<not>\b(?:can(?:not|'t|\s+not)|won't|wouldn't|couldn't|not|never|unable\s+to)\s+(?:be\s+|an?\s+|the\s+)?)?\b(?<label>overall|style|content|naturalness|score|rating|rated?|grade|give)(?:_score|_rating)?\b";

    /// <summary>What may stand between a label and its value: marks and little words, but no other statement.</summary>
    private const string Gap = @"(?:[\s:=*_""'`#|()\[\]{~\\]|(?<![\s:=])>|(?<=\n)>|[-–—,](?=\s)|\b(?:score|rating|is|was|of|an?|it|this|that|the|reply|response|as|would|be|at|between)\b)*";

    private static readonly string[] Words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    /// <summary>The overall score and, where they are named, its parts.</summary>
    public static (ScoreValue Overall, double? Style, double? Content, double? Naturalness) Read(string text)
    {
        var prose = List().Replace(End(text), ", ");
        if (OtherScale().IsMatch(prose))
        {
            return (ScoreValue.OffScale, null, null, null);
        }

        prose = Scale().Replace(prose, " ");
        if (Bare().Match(prose) is { Success: true } bare)
        {
            return (Value(bare), null, null, null);
        }

        var labelled = Labelled().Matches(prose).Where(match => !match.Groups["not"].Success).ToLookup(match => match.Groups["label"].Value.ToLowerInvariant(), Value);
        var general = labelled.Where(group => group.Key is not ("overall" or "style" or "content" or "naturalness")).SelectMany(group => group);
        var overall = labelled.Contains("overall") ? labelled["overall"]
            : general.Any() ? general
            : labelled.Count == 0 ? Fraction().Matches(prose).Select(Value)
            : [];
        return (ScoreValue.Agreed(overall), Part("style"), Part("content"), Part("naturalness"));

        double? Part(string name) => ScoreValue.Agreed(labelled[name]).Score;
    }

    /// <summary>The end of a text, from the beginning of a word on.</summary>
    private static string End(string text)
    {
        var start = Math.Max(0, text.Length - LongestSearched);
        while (start > 0 && start < text.Length && !char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        return text[start..];
    }

    private static ScoreValue Value(Match match)
    {
        var text = match.Groups["value"].Value.ToLowerInvariant();
        return match.Groups["more"].Success ? ScoreValue.Contradictory
            : match.Groups["percent"].Success || (match.Groups["scale"] is { Success: true } scale && !Five().IsMatch(scale.Value)) || Thousands().IsMatch(text) ? ScoreValue.OffScale
            : Array.IndexOf(Words, text) is >= 0 and var word ? ScoreValue.Of(word)
            : double.TryParse(text.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? ScoreValue.Of(number)
            : ScoreValue.Unreadable;
    }

    [GeneratedRegex(Label + Gap + Number, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Labelled();

    [GeneratedRegex(@"^[\s*_`""'(\[#]*(?:json\s[\s*_`""'(\[#]*)?" + Number + @"[\s*_`""')\].!]*(?(more)(?:[^\p{L}]|\b(?:to|or|and|out|of|stars?|points?)\b)*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Bare();

    /// <summary>In a text without labels only a value with its scale counts, and none that counts things: "3 out of 5 facts".</summary>
    [GeneratedRegex(
        @"(?<![\w.,/-])(?<more>(?:[0-9]|" + Word + @")\s*(?:-|–|to\b|or\b|and\b)\s*)?(?<value>-?(?>[0-9]+(?:[.,][0-9]+)?))\s*(?:/|out\s+of)\s*" + OutOf + Whole + More + @"(?(more)|(?=\s*(?:$|[^\w\s]|\n|(?:stars?|points?|overall|from|for|on|in|because|since|as)\b)))",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Fraction();

    /// <summary>The scale, repeated by the judge, is no score.</summary>
    [GeneratedRegex(@"\(?\b(?:(?:from|between)\s+)?1\s*(?:-|–|to|and)\s*5\b(?!\s*/|[.,][0-9])\)?|\(\s*(?:(?:out\s+)?of|/)\s*5\s*\)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Scale();

    /// <summary>Another scale than 1 to 5, named as one.</summary>
    [GeneratedRegex(
        @"(?:\bscale\s+(?:(?:of|from|is)\s+)?(?:between\s+)?|\(\s*)(?:[01]\s*(?:-|–|to|and)\s*(?!5\b)[0-9]+|0\s*(?:-|–|to|and)\s*5)\b|\bscale\s+of\s+(?![15]\b)[0-9]+\b|\(\s*(?:(?:out\s+)?of|/)\s*(?!5\b)[0-9]+\s*\)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OtherScale();

    /// <summary>A comma between the numbers of a list in brackets is no decimal comma.</summary>
    [GeneratedRegex(@"(?<=\[[^\[\]]{0,100}[0-9]),(?=[0-9][^\[\]]{0,100}\])", RegexOptions.CultureInvariant)]
    private static partial Regex List();

    [GeneratedRegex(@"^[-+]?[0-9]+,[0-9]{3}$", RegexOptions.CultureInvariant)]
    private static partial Regex Thousands();

    [GeneratedRegex(@"^(?:5(?:[.,]0+)?|five)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Five();
}
