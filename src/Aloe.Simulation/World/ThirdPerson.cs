using System.Text.RegularExpressions;

namespace Aloe.Simulation.World;

/// <summary>Turns "I have a dog" into "They have a dog".</summary>
internal static partial class ThirdPerson
{
    private static readonly Dictionary<string, string> Forms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["I am"] = "they are",
        ["I'm"] = "they are",
        ["I was"] = "they were",
        ["I've"] = "they have",
        ["I"] = "they",
        ["my"] = "their",
        ["me"] = "them",
        ["mine"] = "theirs",
        ["myself"] = "themselves",
    };

    public static string Of(string statement)
    {
        var text = First().Replace(statement, word => Forms[word.Value.Replace('’', '\'')]);
        return string.Concat(text[..1].ToUpperInvariant(), text.AsSpan(1));
    }

    /// <summary>Whether a sentence speaks of its speaker.</summary>
    public static bool Fits(string statement) => First().IsMatch(statement);

    [GeneratedRegex(@"\b(?:I am|I['’]m|I was|I['’]ve|I|my|me|mine|myself)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex First();
}
