using System.Text.Json;

namespace Aloe.Answers;

/// <summary>Reads texts of JSON that anybody may have written.</summary>
internal static class JsonString
{
    /// <summary>A property of an object; null where there is none, or where the object has names that are no text.</summary>
    public static JsonElement? Property(JsonElement json, string name)
    {
        try
        {
            return json.TryGetProperty(name, out var value) ? value : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The text of a string; empty where it holds an escaped half of a surrogate pair and so is none.</summary>
    public static string Of(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }
}
