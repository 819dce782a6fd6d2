using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Aloe.Data;

/// <summary>Compact JSON in which a person can read every script.</summary>
internal static class JsonText
{
    private const int EscapeLength = 6;

    /// <summary>Leaves the characters of the basic plane as they are.</summary>
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>Options for a source-generated context.</summary>
    public static JsonSerializerOptions Readable(JsonSerializerOptions options) => new(options) { Encoder = Encoder };

    /// <summary>Puts the characters beyond the basic plane, which the encoder escapes nevertheless, in the place of their escapes.</summary>
    /// <param name="json">What the encoder has written; shortened in place.</param>
    /// <returns>The new length.</returns>
    /// <remarks>The encoder never escapes half a pair, and a backslash of the text is doubled, so that two escapes in a row can be nothing but a character.</remarks>
    public static int Unescape(Span<byte> json)
    {
        var (read, written) = (0, 0);
        for (int plain; (plain = json[read..].IndexOf("\\uD"u8)) >= 0;)
        {
            Keep(json, plain);
            if (IsUnit(json[read..], out var high) && IsUnit(json[(read + EscapeLength)..], out var low) && Rune.TryCreate(high, low, out var rune))
            {
                read += 2 * EscapeLength;
                written += rune.EncodeToUtf8(json[written..]);
            }
            else
            {
                Keep(json, 1);
            }
        }

        Keep(json, json.Length - read);
        return written;

        void Keep(Span<byte> bytes, int length)
        {
            if (written < read)
            {
                bytes.Slice(read, length).CopyTo(bytes[written..]);
            }

            (read, written) = (read + length, written + length);
        }
    }

    private static bool IsUnit(ReadOnlySpan<byte> escape, out char unit)
    {
        unit = default;
        if (escape.Length < EscapeLength || !escape.StartsWith("\\u"u8) || !Utf8Parser.TryParse(escape[2..EscapeLength], out ushort value, out var digits, 'x') || digits < EscapeLength - 2)
        {
            return false;
        }

        unit = (char)value;
        return true;
    }
}
