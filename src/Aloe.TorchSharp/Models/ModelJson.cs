using System.Text.Json;
using System.Text.Json.Nodes;

namespace Aloe.Torch;

/// <summary>A JSON object of a model folder whose fields are read one by one, with errors that name file and field. It comes from anywhere, so nothing in it is believed.</summary>
/// <param name="path">The file.</param>
/// <param name="root">The object.</param>
/// <param name="prefix">Where in the file the object stands, such as <c>rope_scaling.</c>; empty for the file itself.</param>
internal sealed class ModelJson(string path, JsonElement root, string prefix = "")
{
    private const long MaxBytes = 64 << 20;

    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>Reads a file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is too long, no JSON, or no object.</exception>
    public static ModelJson Load(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new FileNotFoundException($"The model folder has no {file.Name}: {path}", path);
        }

        if (file.Length > MaxBytes)
        {
            throw new InvalidDataException($"{path} has {file.Length} bytes; no such file is longer than {MaxBytes}.");
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new ModelJson(path, document.RootElement.Clone())
                : throw new InvalidDataException($"{path} is not a JSON object.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is what a name says that is no valid Unicode.
            throw new InvalidDataException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>An object as the bytes of a file.</summary>
    public static byte[] Bytes(JsonObject json)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteTo(writer);
        }

        stream.Write("\n"u8);
        return stream.ToArray();
    }

    /// <summary>All fields, to be changed and written.</summary>
    public JsonObject ToObject() => JsonObject.Create(root)!;

    /// <summary>Names of all fields.</summary>
    public IEnumerable<string> Names() => root.EnumerateObject().Select(property => property.Name);

    /// <summary>True where the field stands in the file, even as null.</summary>
    public bool Has(string field) => root.TryGetProperty(field, out _);

    /// <summary>The value of a field; null where it is missing or null.</summary>
    public JsonElement? Value(string field) => root.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public int? Integer(string field)
        => Value(field) is not { } value ? null
            : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number
            : throw Error(field, $"must be a whole number, not {Shown(value)}");

    public int Required(string field) => Integer(field) ?? throw Error(field, "is missing");

    public double? Number(string field)
        => Value(field) is not { } value ? null
            : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number
            : throw Error(field, $"must be a number, not {Shown(value)}");

    public bool? Flag(string field) => Value(field) is not { } value ? null : value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Error(field, $"must be true or false, not {Shown(value)}"),
    };

    public string? Text(string field) => Value(field) is not { } value ? null : TextOf(value, field);

    public IReadOnlyList<string>? Texts(string field)
        => Value(field) is not { } value ? null
            : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(item => TextOf(item, field))]
            : throw Error(field, $"must be a list, not {Shown(value)}");

    /// <summary>A token id, a list of them, or nothing.</summary>
    public IReadOnlyList<int> TokenIds(string field)
    {
        return Value(field) is not { } value ? []
            : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(Id)]
            : [Id(value)];

        int Id(JsonElement item) => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var id) && id >= 0
            ? id
            : throw Error(field, $"must be a token id or a list of them, not {Shown(item)}");
    }

    public ModelJson? Child(string field)
        => Value(field) is not { } value ? null
            : value.ValueKind == JsonValueKind.Object ? new ModelJson(path, value, $"{prefix}{field}.")
            : throw Error(field, $"must be an object, not {Shown(value)}");

    /// <summary>An error that names file and field.</summary>
    public InvalidDataException Error(string field, string problem) => new($"{path}: {prefix}{field} {problem}.");

    /// <summary>A value for an error text.</summary>
    public static string Shown(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 60 ? text : string.Create(null, $"{text.AsSpan(0, 60)}…");
    }

    private string TextOf(JsonElement value, string field)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Error(field, $"must be a text, not {Shown(value)}");
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException($"{path}: {prefix}{field} is not valid Unicode: {e.Message}", e);
        }
    }
}
