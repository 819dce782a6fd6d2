namespace Aloe.Simulation.World;

/// <summary>Turns "She has a dog" into "I have a dog".</summary>
internal static class FirstPerson
{
    private static readonly HashSet<string> Adverbs = ["never", "always", "often", "once", "also", "only", "still", "now", "just"];

    public static string Of(string sentence)
    {
        var words = sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var verbDue = false;
        var plural = false;
        for (var i = 0; i < words.Length; i++)
        {
            var (core, tail) = SplitTail(words[i]);
            var lower = core.ToLowerInvariant();
            if (lower is "he" or "she" or "they")
            {
                (words[i], verbDue, plural) = ("I" + tail, true, lower == "they");
            }
            else if (verbDue && !Adverbs.Contains(lower))
            {
                (words[i], verbDue) = (Verb(lower, core, plural) + tail, false);
            }
            else
            {
                words[i] = Pronoun(lower, core, i == 0) + tail;
            }
        }

        return string.Join(' ', words);
    }

    private static string Verb(string lower, string core, bool plural) => lower switch
    {
        "is" or "are" => "am",
        "were" => "was",
        "has" => "have",
        "does" => "do",
        "goes" => "go",
        "was" => core,
        _ when plural || !lower.EndsWith('s') || lower.EndsWith("ss", StringComparison.Ordinal) => core,
        _ when lower.EndsWith("ies", StringComparison.Ordinal) && lower.Length > 4 => core[..^3] + "y",
        _ when EndsInHiss(lower) => core[..^2],
        _ => core[..^1],
    };

    private static bool EndsInHiss(string lower)
        => lower.EndsWith("sses", StringComparison.Ordinal) || lower.EndsWith("shes", StringComparison.Ordinal) || lower.EndsWith("ches", StringComparison.Ordinal)
            || lower.EndsWith("xes", StringComparison.Ordinal) || lower.EndsWith("zzes", StringComparison.Ordinal);

    private static string Pronoun(string lower, string core, bool first) => lower switch
    {
        "his" or "her" or "their" => first ? "My" : "my",
        "him" or "them" => "me",
        "himself" or "herself" or "themselves" or "themself" => "myself",
        _ => core,
    };

    private static (string Core, string Tail) SplitTail(string word)
    {
        var core = word.TrimEnd(',', ';', ':');
        return (core, word[core.Length..]);
    }
}
