namespace Aloe.Runs;

/// <summary>Reads the lines of a file that end with a line feed; what follows the last one was cut off while it was written.</summary>
internal static class WholeLines
{
    /// <summary>Hands every whole line over, without its line end.</summary>
    /// <returns>Length of the file up to the last line end.</returns>
    public static long Read(string path, ReadOnlySpanAction action)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1);
        var buffer = new byte[1 << 16];
        var (filled, whole) = (0, 0L);
        for (int read; (read = stream.Read(buffer, filled, buffer.Length - filled)) > 0;)
        {
            filled += read;
            var start = 0;
            for (int length; (length = buffer.AsSpan(start, filled - start).IndexOf((byte)'\n')) >= 0; start += length + 1)
            {
                action(buffer.AsSpan(start, length));
                whole += length + 1;
            }

            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, 2 * buffer.Length);
            }
        }

        return whole;
    }

    /// <summary>Takes a line.</summary>
    public delegate void ReadOnlySpanAction(ReadOnlySpan<byte> line);
}
