using System.Text.Json;

namespace Aloe.Data;

/// <summary>Profiles or personalities, one JSON string a line, as the reference publishes them. When reading, several strings on one line are several texts.</summary>
public sealed class TextPoolFormat : JsonLinesFormat<string>
{
    /// <summary>Reads texts that are at hand at once, such as a resource.</summary>
    internal IReadOnlyList<string> Read(Stream stream, string name)
    {
        var lines = new JsonLineReader(stream, name);
        var texts = new List<string>();
        while (lines.Next() is { } line)
        {
            texts.AddRange(Parse(line));
        }

        return texts;
    }

    private protected override IEnumerable<string> Parse(JsonLine line)
    {
        var texts = line.ParseStrings();
        line.Require(!texts.Any(string.IsNullOrWhiteSpace), "", "a text must not be empty.");
        return texts;
    }

    internal override void Write(string item, Utf8JsonWriter json)
    {
        Require.Text(item, nameof(item));
        JsonSerializer.Serialize(json, item, DataJsonContext.Default.String);
    }
}
