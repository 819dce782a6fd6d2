namespace Aloe.Data;

/// <summary>Profiles or personalities, one JSON string a line, as the reference publishes them. When reading, several strings on one line are several texts.</summary>
public sealed class TextPoolFormat : JsonLinesFormat<string>
{
    /// <summary>Reads texts that are at hand at once, such as a resource.</summary>
    internal IReadOnlyList<string> Read(Stream stream, string name)
    {
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Index()
            .Where(line => !string.IsNullOrWhiteSpace(line.Item))
            .SelectMany(line => Parse(new JsonLine(name, line.Index + 1, line.Item)))];
    }

    private protected override IEnumerable<string> Parse(JsonLine line)
    {
        var texts = line.ParseStrings();
        line.Require(!texts.Any(string.IsNullOrWhiteSpace), "", "a text must not be empty.");
        return texts;
    }

    private protected override string Format(string item)
    {
        Require.Text(item, nameof(item));
        return JsonText.Serialize(item, DataJsonContext.Readable.String);
    }
}
