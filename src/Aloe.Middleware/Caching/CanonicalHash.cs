using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Aloe.Middleware;

/// <summary>SHA-256 over named values: name and value each as a 32-bit length (little-endian) and that many bytes of UTF-8, so that no two sequences of values run into the same bytes.</summary>
/// <remarks>A value that is not set is not written at all: an option that later versions add leaves the hashes of requests without it as they are.</remarks>
internal sealed class CanonicalHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Dispose() => _hash.Dispose();

    public byte[] Finish() => _hash.GetHashAndReset();

    public void Add(string name, string? value)
    {
        if (value is not null)
        {
            Add(name, Encoding.UTF8.GetBytes(value));
        }
    }

    public void Add(string name, ReadOnlySpan<byte> value)
    {
        Append(Encoding.UTF8.GetBytes(name));
        Append(value);
    }

    /// <summary>Numbers as the shortest text that reads back as the same number.</summary>
    public void Add<T>(string name, T? value)
        where T : struct, IFormattable
        => Add(name, value?.ToString(null, CultureInfo.InvariantCulture));

    public void Add(string name, bool? value) => Add(name, value switch { null => null, true => "true", false => "false" });

    /// <summary>JSON by content: members in ordinal order of their names, strings unescaped, numbers as they are written.</summary>
    public void Add(string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var members = value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).ToList();
                Add(name, $"object {members.Count}");
                members.ForEach(member => Add(member.Name, member.Value));
                break;
            case JsonValueKind.Array:
                Add(name, $"array {value.GetArrayLength()}");
                foreach (var item in value.EnumerateArray())
                {
                    Add("", item);
                }

                break;
            case JsonValueKind.String:
                Add(name, $"string {value.GetString()}");
                break;
            default:
                Add(name, value.GetRawText());
                break;
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        _hash.AppendData(length);
        _hash.AppendData(bytes);
    }
}
