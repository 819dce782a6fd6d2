using System.Text;

namespace Aloe.Simulation.World;

/// <summary>Splits text into words as the simulated participants read it.</summary>
internal static class Words
{
    private static readonly HashSet<string> Stop = [.. WordTable.Load("stopwords")["stop"].Select(Normalize)];

    /// <summary>Lower-case words of letters, digits, inner apostrophes and hyphens; punctuation and emoji fall away.</summary>
    public static List<string> Of(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c) || ((c is '\'' or '’' or '-') && word.Length > 0))
            {
                word.Append(c == '’' ? '\'' : char.ToLowerInvariant(c));
            }
            else
            {
                Close(word, words);
            }
        }

        Close(word, words);
        return words;
    }

    /// <summary>As many as <see cref="Of"/> finds.</summary>
    public static int Count(string text)
    {
        var count = 0;
        var inWord = false;
        foreach (var c in text)
        {
            var isPart = char.IsLetterOrDigit(c);
            count += isPart && !inWord ? 1 : 0;
            inWord = isPart || (inWord && c is '\'' or '’' or '-');
        }

        return count;
    }

    /// <summary>Words without a plural or verb <c>s</c>, so that "jokes" meets "joke".</summary>
    public static string Normalize(string word)
        => word.Length > 3 && word[^1] == 's' && word[^2] != 's' ? word[..^1] : word;

    /// <summary>The text as <c>" word word "</c> of normalised words, in which a phrase can be looked up whole.</summary>
    public static string Line(string text) => $" {string.Join(' ', Of(text).Select(Normalize))} ";

    /// <summary>Whether a normalised word carries meaning of its own.</summary>
    public static bool IsContent(string normalized)
        => !Stop.Contains(normalized) && (normalized.Length > 2 || char.IsAsciiDigit(normalized[0]));

    /// <summary>Sentences with their end marks.</summary>
    public static IEnumerable<string> Sentences(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var ends = text[i] is '.' or '!' or '?' && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1]));
            if (ends || text[i] == '\n')
            {
                var sentence = text[start..(i + 1)].Trim();
                start = i + 1;
                if (sentence.Length > 0)
                {
                    yield return sentence;
                }
            }
        }

        if (text[start..].Trim() is { Length: > 0 } rest)
        {
            yield return rest;
        }
    }

    private static void Close(StringBuilder word, List<string> words)
    {
        while (word.Length > 0 && word[^1] is '\'' or '-')
        {
            word.Length--;
        }

        if (word.Length > 0)
        {
            words.Add(word.ToString());
            word.Clear();
        }
    }
}
