using System.Text;
using System.Text.Json;

namespace Aloe.Answers;

/// <summary>Finds the JSON object in a model's answer, which may be wrapped in prose or a code fence.</summary>
internal static class JsonAnswer
{
    /// <summary>The first complete JSON object in the text, or null where there is none.</summary>
    public static JsonElement? Find(string? answer)
    {
        if (string.IsNullOrEmpty(answer))
        {
            return null;
        }

        var utf8 = Encoding.UTF8.GetBytes(answer);
        for (var at = 0; (at = Next(utf8, at)) >= 0; at++)
        {
            var reader = new Utf8JsonReader(utf8.AsSpan(at), isFinalBlock: true, state: default);
            try
            {
                if (JsonDocument.TryParseValue(ref reader, out var document))
                {
                    using (document)
                    {
                        return document.RootElement.Clone();
                    }
                }
            }
            catch (JsonException)
            {
                // Not an object from here on; a later brace may open one.
            }
        }

        return null;
    }

    private static int Next(byte[] utf8, int from)
    {
        var offset = utf8.AsSpan(from).IndexOf((byte)'{');
        return offset < 0 ? -1 : from + offset;
    }
}
