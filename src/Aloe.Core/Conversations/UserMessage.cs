using System.Text.RegularExpressions;

namespace Aloe.Conversations;

/// <summary>Cleans what the user role wrote: no stage directions, no quotation marks around it.</summary>
internal static partial class UserMessage
{
    public static string Clean(string answer)
    {
        var text = StageDirection().Replace(answer, " ");
        text = Unquote(Blanks().Replace(text, " ").Trim());
        return text;
    }

    private static string Unquote(string text)
    {
        if (text.Length < 2)
        {
            return text;
        }

        var close = text[0] switch { '"' => '"', '“' => '”', '„' => '“', '«' => '»', '\'' => '\'', _ => '\0' };
        var isQuoted = close != '\0' && text[^1] == close && !text.AsSpan(1, text.Length - 2).ContainsAny(text[0], close);
        return isQuoted ? text[1..^1].Trim() : text;
    }

    // *smiles*, but neither **bold** nor 2 * 3 * 4.
    [GeneratedRegex(@"(?<!\*)\*(?![\s*])[^*]*?(?<!\s)\*(?!\*)")]
    private static partial Regex StageDirection();

    [GeneratedRegex(@"[ \t]{2,}")]
    private static partial Regex Blanks();
}
