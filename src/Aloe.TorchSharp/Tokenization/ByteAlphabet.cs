namespace Aloe.Torch;

/// <summary>The printable character that stands for each byte in byte-level BPE vocabularies (Radford et al., 2019).</summary>
internal static class ByteAlphabet
{
    private static readonly char[] ToChar = Build();
    private static readonly Dictionary<char, byte> ToByte = Enumerable.Range(0, 256).ToDictionary(value => ToChar[value], value => (byte)value);

    /// <summary>The characters in ascending order, as vocabularies list them.</summary>
    public static IEnumerable<char> Ordered => ToChar.Order();

    public static string Encode(ReadOnlySpan<byte> bytes)
        => string.Create(bytes.Length, bytes, (chars, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                chars[i] = ToChar[source[i]];
            }
        });

    /// <summary>The bytes of a vocabulary entry; null where it holds a character outside of the alphabet.</summary>
    public static byte[]? Decode(string token)
    {
        var bytes = new byte[token.Length];
        for (var i = 0; i < token.Length; i++)
        {
            if (!ToByte.TryGetValue(token[i], out bytes[i]))
            {
                return null;
            }
        }

        return bytes;
    }

    private static char[] Build()
    {
        // Visible Latin-1 characters stand for themselves, the others for those from U+0100 on.
        var chars = new char[256];
        var next = 'Ā';
        for (var value = 0; value < 256; value++)
        {
            chars[value] = value is (>= '!' and <= '~') or (>= '¡' and <= '¬') or (>= '®' and <= 'ÿ') ? (char)value : next++;
        }

        return chars;
    }
}
