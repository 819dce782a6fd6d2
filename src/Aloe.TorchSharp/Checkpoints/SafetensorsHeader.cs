using System.Text.Json;
using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>Parses and checks the header of a safetensors file. A header comes from anywhere, so nothing in it is believed.</summary>
internal static class SafetensorsHeader
{
    /// <summary>The format's own limit.</summary>
    public const long MaxLength = 100_000_000;

    private const string MetadataName = "__metadata__";

    /// <summary>The tensors in the order of their data, and the metadata.</summary>
    /// <param name="json">The header.</param>
    /// <param name="dataLength">Bytes that follow it in the file.</param>
    /// <param name="file">Named in errors.</param>
    public static (List<SafetensorsEntry> Entries, Dictionary<string, string> Metadata) Parse(ReadOnlyMemory<byte> json, long dataLength, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Parse(document.RootElement, dataLength, file);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is what a string says that is no valid Unicode.
            throw new InvalidDataException($"{file}: the header is not valid JSON: {e.Message}", e);
        }
    }

    private static (List<SafetensorsEntry> Entries, Dictionary<string, string> Metadata) Parse(JsonElement header, long dataLength, string file)
    {
        if (header.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException($"{file}: the header is not a JSON object.");
        }

        var entries = new List<SafetensorsEntry>();
        var metadata = new Dictionary<string, string>();
        foreach (var property in header.EnumerateObject())
        {
            if (property.Name == MetadataName)
            {
                ReadMetadata(property.Value, metadata, file);
            }
            else
            {
                entries.Add(ReadEntry(property, dataLength, file));
            }
        }

        entries.Sort((a, b) => (a.Offset, a.Length).CompareTo((b.Offset, b.Length)));
        CheckCoverage(entries, dataLength, file);
        return (entries, metadata);
    }

    private static void ReadMetadata(JsonElement value, Dictionary<string, string> metadata, string file)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException($"{file}: {MetadataName} is not a JSON object.");
        }

        foreach (var property in value.EnumerateObject())
        {
            metadata[property.Name] = property.Value.ValueKind == JsonValueKind.String
                ? property.Value.GetString()!
                : throw new InvalidDataException($"{file}: {MetadataName}.{property.Name} is not a string.");
        }
    }

    private static SafetensorsEntry ReadEntry(JsonProperty property, long dataLength, string file)
    {
        var where = $"{file}: tensor \"{property.Name}\"";
        if (property.Value.ValueKind != JsonValueKind.Object
            || !property.Value.TryGetProperty("dtype", out var dtype) || dtype.ValueKind != JsonValueKind.String
            || !property.Value.TryGetProperty("shape", out var shape) || shape.ValueKind != JsonValueKind.Array
            || !property.Value.TryGetProperty("data_offsets", out var offsets) || offsets.ValueKind != JsonValueKind.Array)
        {
            throw new InvalidDataException($"{where} must have dtype, shape and data_offsets.");
        }

        var type = dtype.GetString() switch
        {
            "F32" => ScalarType.Float32,
            "F16" => ScalarType.Float16,
            "BF16" => ScalarType.BFloat16,
            var other => throw new InvalidDataException($"{where} has the number type {other}; F32, F16 and BF16 are supported."),
        };
        var sizes = Numbers(shape, "shape");
        if (Numbers(offsets, "data_offsets") is not [var begin, var end] || end < begin || end > dataLength)
        {
            throw new InvalidDataException($"{where} has data_offsets outside of the file's {dataLength} bytes of data; the file may be cut off.");
        }

        long bytes = type == ScalarType.Float32 ? 4 : 2;
        try
        {
            bytes = sizes.Aggregate(bytes, (product, size) => checked(product * size));
        }
        catch (OverflowException e)
        {
            throw new InvalidDataException($"{where} has an impossible shape [{string.Join(", ", sizes)}].", e);
        }

        return bytes == end - begin
            ? new SafetensorsEntry(property.Name, type, sizes, begin, bytes)
            : throw new InvalidDataException($"{where} takes {bytes} bytes by its shape but {end - begin} by its data_offsets.");

        long[] Numbers(JsonElement list, string field)
        {
            if (list.GetArrayLength() > 8)
            {
                throw new InvalidDataException($"{where}: {field} is too long.");
            }

            return [.. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var number) && number >= 0
                ? number
                : throw new InvalidDataException($"{where}: {field} must hold whole numbers from 0 up."))];
        }
    }

    /// <summary>The format wants the data covered exactly once: no overlap, no hole.</summary>
    private static void CheckCoverage(List<SafetensorsEntry> entries, long dataLength, string file)
    {
        var expected = 0L;
        foreach (var entry in entries)
        {
            if (entry.Offset != expected)
            {
                throw new InvalidDataException($"{file}: tensor \"{entry.Name}\" {(entry.Offset < expected ? "overlaps another one" : "leaves a gap before it")}.");
            }

            expected += entry.Length;
        }

        if (expected != dataLength)
        {
            throw new InvalidDataException($"{file}: {dataLength - expected} bytes after the last tensor belong to none.");
        }
    }
}
