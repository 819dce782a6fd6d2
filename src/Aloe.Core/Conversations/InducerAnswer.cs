using System.Text.Json;
using Aloe.Answers;

namespace Aloe.Conversations;

/// <summary>Reads an inducer's answer. What cannot be read counts as nothing revealed.</summary>
internal static class InducerAnswer
{
    public static (IReadOnlyList<string> Facts, IReadOnlyList<string> Traits) Parse(string answer)
        => JsonAnswer.Find(answer) is { } json ? (Texts(json, "facts"), Texts(json, "traits")) : ([], []);

    private static IReadOnlyList<string> Texts(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value))
        {
            return [];
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => [Text(value)],
            JsonValueKind.Array => [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(Text)],
            _ => [],
        };
    }

    private static string Text(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair: no text.
            return "";
        }
    }
}
