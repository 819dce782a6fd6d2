namespace Aloe.Quality;

/// <summary>Splits a text into sentences: at <c>. ! ?</c> before white space, at their full-width forms and at line ends.</summary>
internal static class Sentence
{
    public static IEnumerable<string> Split(string text)
    {
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            var isEnd = text[at] is '\n' or '。' or '！' or '？'
                || (text[at] is '.' or '!' or '?' or '…' && (at + 1 == text.Length || char.IsWhiteSpace(text[at + 1])));
            if (isEnd || at + 1 == text.Length)
            {
                var sentence = text[start..(at + 1)].Trim();
                start = at + 1;
                if (sentence.Any(char.IsLetterOrDigit))
                {
                    yield return sentence;
                }
            }
        }
    }
}
