using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace Aloe.Data;

/// <summary>Compact JSON in which a person can read every script, emoji included.</summary>
internal static partial class JsonText
{
    /// <summary>Options for a source-generated context.</summary>
    public static JsonSerializerOptions Readable(JsonSerializerOptions options)
        => new(options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Serialize<T>(T value, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.Serialize(value, type);
        return json.Contains("\\uD", StringComparison.Ordinal)
            ? SurrogatePair().Replace(json, pair => $"{Unit(pair.Groups[1])}{Unit(pair.Groups[2])}")
            : json;
    }

    private static char Unit(Group hex) => (char)Convert.ToInt32(hex.Value, 16);

    // The relaxed encoder still escapes characters beyond the basic plane. An even number of backslashes before the escape belongs to the text.
    [GeneratedRegex(@"(?<=(?<!\\)(?:\\\\)*)\\u(D[89AB][0-9A-F]{2})\\u(D[C-F][0-9A-F]{2})")]
    private static partial Regex SurrogatePair();
}
