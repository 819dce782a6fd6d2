using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Aloe.Data;

namespace Aloe.Personas;

/// <summary>The first bytes of an <see cref="EmbeddingStore"/>: what it holds, written once, and the state, written anew by every flush, in turn in two places.</summary>
/// <remarks>
/// Little-endian. At 0: magic (8 bytes), version (4), dimensions (4), bytes of the model's name (4), the name, CRC-32C of all before (4).
/// At 2,048 and at 3,072: count (4), number of the flush (8), CRC-32C of the vectors (4), CRC-32C of the state (4). The valid state with the highest number counts.
/// </remarks>
internal sealed class EmbeddingStoreHeader
{
    public const int Size = 4_096;
    public const int MaxDimensions = 1 << 16;

    private const int Version = 1;
    private const int MaxNameBytes = 1_000;
    private const int NameAt = 20;
    private const int StateSize = 20;

    private static readonly int[] StatesAt = [2_048, 3_072];

    private long _flushes;

    public EmbeddingStoreHeader(int dimensions, string modelId)
    {
        (Dimensions, ModelId) = (dimensions, Require.Text(modelId));
        if (Encoding.UTF8.GetByteCount(modelId) > MaxNameBytes)
        {
            throw new ArgumentException($"{nameof(modelId)} must be at most {MaxNameBytes} bytes of UTF-8.", nameof(modelId));
        }
    }

    public int Dimensions { get; }

    public string ModelId { get; }

    public int Count { get; private init; }

    public uint Checksum { get; private init; }

    private static ReadOnlySpan<byte> Magic => "ALOEVEC\n"u8;

    /// <exception cref="DataFormatException">It is no header, or a damaged one.</exception>
    public static EmbeddingStoreHeader Read(FileStream file, string path)
    {
        var bytes = new byte[Size];
        var length = RandomAccess.Read(file.SafeFileHandle, bytes, 0);
        if (!bytes.AsSpan().StartsWith(Magic))
        {
            throw new DataFormatException(path, 0, null, "this is no store of embeddings.");
        }

        var version = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(8));
        if (version != Version)
        {
            throw new DataFormatException(path, 0, "version", $"{version} is not {Version}, the version that this package reads.");
        }

        var dimensions = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(12));
        var nameBytes = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(16));
        var state = StatesAt.Select(at => State(bytes.AsSpan(at, StateSize))).Where(state => state is not null).MaxBy(state => state!.Value.Flushes);
        if (length < Size || nameBytes is < 1 or > MaxNameBytes || dimensions is < 1 or > MaxDimensions || state is null
            || Crc(bytes.AsSpan(0, NameAt + nameBytes)) != BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(NameAt + nameBytes)))
        {
            throw new DataFormatException(path, 0, "header", "its checksum is wrong; the file is damaged.");
        }

        if (file.Length < Size + ((long)state.Value.Count * dimensions * sizeof(float)))
        {
            throw new DataFormatException(path, 0, "count", $"the file is too short for {state.Value.Count} vectors of {dimensions} components; it was cut off.");
        }

        return new EmbeddingStoreHeader(dimensions, Encoding.UTF8.GetString(bytes, NameAt, nameBytes)) { Count = state.Value.Count, Checksum = state.Value.Checksum, _flushes = state.Value.Flushes };
    }

    /// <summary>Writes the header of an empty store.</summary>
    public void Write(FileStream file)
    {
        var bytes = new byte[Size];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), Dimensions);
        var nameBytes = Encoding.UTF8.GetBytes(ModelId, bytes.AsSpan(NameAt));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), nameBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(NameAt + nameBytes), Crc(bytes.AsSpan(0, NameAt + nameBytes)));
        WriteState(bytes.AsSpan(StatesAt[0]), 0, 0, 0);
        RandomAccess.Write(file.SafeFileHandle, bytes, 0);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Writes the state into the place of the older one.</summary>
    public void WriteState(FileStream file, int count, uint checksum)
    {
        var bytes = new byte[StateSize];
        WriteState(bytes, count, ++_flushes, checksum);
        RandomAccess.Write(file.SafeFileHandle, bytes, StatesAt[_flushes % StatesAt.Length]);
    }

    /// <exception cref="DataFormatException">The store holds something else than what is asked for.</exception>
    public void Check(EmbeddingStoreHeader asked, string path)
    {
        if (Dimensions != asked.Dimensions)
        {
            throw new DataFormatException(path, 0, "dimensions", $"its vectors have {Dimensions} components, not {asked.Dimensions}.");
        }

        if (ModelId != asked.ModelId)
        {
            throw new DataFormatException(path, 0, "model", $"its vectors are those of {ModelId}, not of {asked.ModelId}.");
        }
    }

    private static void WriteState(Span<byte> bytes, int count, long flushes, uint checksum)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes, count);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[4..], flushes);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], checksum);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[16..], Crc(bytes[..16]));
    }

    private static (int Count, long Flushes, uint Checksum)? State(ReadOnlySpan<byte> bytes)
    {
        var count = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        return count >= 0 && Crc(bytes[..16]) == BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..])
            ? (count, BinaryPrimitives.ReadInt64LittleEndian(bytes[4..]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]))
            : null;
    }

    // Started from all ones, so that zeros do not pass for a valid state.
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var each in bytes)
        {
            crc = BitOperations.Crc32C(crc, each);
        }

        return ~crc;
    }
}
