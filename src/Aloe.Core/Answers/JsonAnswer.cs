using System.Text;
using System.Text.Json;

namespace Aloe.Answers;

/// <summary>Finds the JSON objects in a model's answer, which may be wrapped in prose, a code fence or reasoning, and written loosely: trailing commas, comments, single quotes.</summary>
/// <remarks>Takes time linear in the answer, whatever it is.</remarks>
internal static class JsonAnswer
{
    /// <summary>Of a longer answer, in characters, only the end is searched: what is asked for is many times shorter.</summary>
    public const int LongestSearched = 200_000;

    /// <summary>Braces at which an object is looked for; a text with more has no answer in it that could be told from the rest.</summary>
    private const int MostOpenings = 200;

    private static readonly JsonReaderOptions Tolerant = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The first complete JSON object in the text, or null where there is none.</summary>
    public static JsonElement? Find(string? answer) => All(answer) is [var first, ..] ? first : null;

    /// <summary>The complete JSON objects of the text in order, without those that lie within another.</summary>
    public static IReadOnlyList<JsonElement> All(string? answer)
    {
        if (string.IsNullOrEmpty(answer) || Reasoning.Strip(answer) is not { } text)
        {
            return [];
        }

        text = text.Length > LongestSearched ? text[^LongestSearched..] : text;
        var found = Objects(text);
        return found.Count == 0 && SingleQuotes.Doubled(text) is { } strict ? Objects(strict) : found;
    }

    private static List<JsonElement> Objects(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var found = new List<JsonElement>();
        var at = Next(utf8, 0);
        for (var opening = 0; at >= 0 && opening < MostOpenings; opening++)
        {
            var reader = new Utf8JsonReader(utf8.AsSpan(at), Tolerant);
            var length = 1;
            try
            {
                if (JsonDocument.TryParseValue(ref reader, out var document))
                {
                    using (document)
                    {
                        found.Add(document.RootElement.Clone());
                        length = (int)reader.BytesConsumed;
                    }
                }
            }
            catch (JsonException)
            {
                // Not an object from here on; a later brace may open one.
            }

            at = Next(utf8, at + length);
        }

        return found;
    }

    /// <summary>The next brace behind which an object may begin; the others would each cost an exception.</summary>
    private static int Next(byte[] utf8, int from)
    {
        for (var at = from; utf8.AsSpan(at).IndexOf((byte)'{') is >= 0 and var offset; at++)
        {
            at += offset;
            if (utf8.AsSpan(at + 1).TrimStart(" \t\r\n"u8) is [(byte)'"' or (byte)'}' or (byte)'/', ..])
            {
                return at;
            }
        }

        return -1;
    }
}
