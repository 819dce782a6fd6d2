using System.Text;

namespace Aloe.Answers;

/// <summary>Turns JSON with texts in single quotes, as Python prints it, into JSON.</summary>
internal static class SingleQuotes
{
    /// <summary>The text from its first brace on; null where it has none, or an opening quote without a closing one.</summary>
    /// <remarks>A quote opens a text only where one may begin and closes it only before <c>,</c>, <c>:</c>, <c>]</c> or <c>}</c>: apostrophes within words stay what they are.</remarks>
    public static string? Doubled(string text)
    {
        var start = text.IndexOf('{');
        if (start < 0 || !text.AsSpan(start).Contains('\''))
        {
            return null;
        }

        var result = new StringBuilder(text.Length - start);
        var before = '\0';
        for (var at = start; at < text.Length; at++)
        {
            if (text[at] == '\'' && before is '{' or '[' or ',' or ':')
            {
                var close = Close(text, at + 1);
                if (close < 0)
                {
                    return null;
                }

                result.Append('"').Append(text[(at + 1)..close].Replace("\\'", "'", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
                at = close;
                before = '"';
                continue;
            }

            result.Append(text[at]);
            before = char.IsWhiteSpace(text[at]) ? before : text[at];
        }

        return result.ToString();
    }

    private static int Close(string text, int from)
    {
        for (var at = from; (at = text.IndexOf('\'', at)) >= 0; at++)
        {
            var rest = text.AsSpan(at + 1).TrimStart();
            if (text[at - 1] != '\\' && rest is [',' or ':' or ']' or '}', ..])
            {
                return at;
            }
        }

        return -1;
    }
}
