using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Aloe.Runs;

/// <summary>A line of the journal: eight hexadecimal digits of the SHA-256 of what follows, a blank, and the record as JSON.</summary>
internal static class JournalLine
{
    private const int ChecksumBytes = 4;
    private const int PrefixLength = (2 * ChecksumBytes) + 1;

    /// <summary>The bytes of a record, with the line end.</summary>
    public static byte[] Format(CallRecord record)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(record, RunJsonContext.Readable.CallRecord);
        var line = new byte[PrefixLength + json.Length + 1];
        Encoding.ASCII.GetBytes(Checksum(json), line);
        line[PrefixLength - 1] = (byte)' ';
        json.CopyTo(line, PrefixLength);
        line[^1] = (byte)'\n';
        return line;
    }

    /// <summary>The record of a line without its line end; null where it is damaged.</summary>
    public static CallRecord? Parse(ReadOnlySpan<byte> line)
    {
        if (line.Length <= PrefixLength || line[PrefixLength - 1] != ' ' || !line[..(PrefixLength - 1)].SequenceEqual(Encoding.ASCII.GetBytes(Checksum(line[PrefixLength..]))))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(line[PrefixLength..], RunJsonContext.Default.CallRecord);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Checksum(ReadOnlySpan<byte> json) => Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, ChecksumBytes));
}
