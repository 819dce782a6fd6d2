using System.Text.Json;

namespace Aloe.Answers;

/// <summary>Reads texts of JSON that anybody may have written.</summary>
internal static class JsonString
{
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
