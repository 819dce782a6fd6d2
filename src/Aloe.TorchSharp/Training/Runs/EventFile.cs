using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Aloe.Torch.Training;

/// <summary>Writes scalars in the form that TensorBoard reads: TFRecord frames around <c>tensorflow.Event</c> messages. Not thread-safe.</summary>
internal sealed class EventFile : IDisposable
{
    private readonly FileStream _stream;

    /// <param name="path">The file, whose name must contain <c>tfevents</c>; replaced.</param>
    /// <param name="time">Unix time in seconds.</param>
    public EventFile(string path, double time)
    {
        _stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        Frame(Event(time, step: 0, field: 3, "brain.Event:2"u8));
    }

    /// <summary>Writes the values of a step; readers see them at once.</summary>
    /// <param name="step">The step.</param>
    /// <param name="time">Unix time in seconds.</param>
    /// <param name="values">Tags and values.</param>
    public void Write(long step, double time, IEnumerable<KeyValuePair<string, double>> values)
    {
        using var summary = new MemoryStream();
        Span<byte> number = stackalloc byte[5];
        number[0] = (2 << 3) | 5; // Summary.Value.simple_value, a float
        foreach (var (tag, value) in values)
        {
            using var entry = new MemoryStream();
            Field(entry, 1, Encoding.UTF8.GetBytes(tag));
            BinaryPrimitives.WriteSingleLittleEndian(number[1..], (float)value);
            entry.Write(number);
            Field(summary, 1, entry.ToArray());
        }

        Frame(Event(time, step, field: 5, summary.ToArray()));
        _stream.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    /// <summary>The checksum of TFRecord: CRC-32C, rotated and shifted, so that data which contains checksums is no special case.</summary>
    internal static uint MaskedCrc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var item in data)
        {
            crc = BitOperations.Crc32C(crc, item);
        }

        return unchecked(BitOperations.RotateRight(~crc, 15) + 0xa282ead8);
    }

    // tensorflow.Event: wall_time = 1, step = 2, file_version = 3, summary = 5.
    private static byte[] Event(double time, long step, int field, ReadOnlySpan<byte> content)
    {
        using var message = new MemoryStream();
        Span<byte> number = stackalloc byte[9];
        number[0] = (1 << 3) | 1;
        BinaryPrimitives.WriteDoubleLittleEndian(number[1..], time);
        message.Write(number);
        message.WriteByte(2 << 3);
        Varint(message, (ulong)step);
        Field(message, field, content);
        return message.ToArray();
    }

    private static void Field(MemoryStream message, int field, ReadOnlySpan<byte> content)
    {
        message.WriteByte((byte)((field << 3) | 2));
        Varint(message, (ulong)content.Length);
        message.Write(content);
    }

    private static void Varint(MemoryStream message, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            message.WriteByte((byte)(value | 0x80));
        }

        message.WriteByte((byte)value);
    }

    private void Frame(byte[] data)
    {
        Span<byte> length = stackalloc byte[8];
        Span<byte> crc = stackalloc byte[4];
        BinaryPrimitives.WriteInt64LittleEndian(length, data.Length);
        _stream.Write(length);
        BinaryPrimitives.WriteUInt32LittleEndian(crc, MaskedCrc(length));
        _stream.Write(crc);
        _stream.Write(data);
        BinaryPrimitives.WriteUInt32LittleEndian(crc, MaskedCrc(data));
        _stream.Write(crc);
    }
}
