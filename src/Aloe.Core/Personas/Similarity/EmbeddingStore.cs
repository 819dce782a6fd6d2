using System.Numerics;
using System.Runtime.InteropServices;
using Aloe.Data;

namespace Aloe.Personas;

/// <summary>Embeddings in a file that is mapped into memory: a pool of a million is there at once when the program starts anew, and nothing is embedded twice.</summary>
/// <remarks>
/// <para>Vectors are kept at unit length, in the order in which they were added; number i belongs to line i of whatever texts were embedded.</para>
/// <para>
/// The file is a header of 4,096 bytes and the vectors as little-endian floats, back to back. What <see cref="Flush"/> has not written is not counted: vectors reach the disk first, then their number and checksum, in turn into one of two places of the header,
/// so that an interrupted program or machine leaves the state of the last flush. Opening reads everything once, to compare the checksum.
/// </para>
/// <para>Not thread-safe, and one process at a time.</para>
/// </remarks>
public sealed class EmbeddingStore : IDisposable
{
    private readonly FileStream _file;
    private readonly EmbeddingStoreHeader _header;
    private readonly List<MappedBlock> _blocks = [];
    private int _flushed;
    private uint _checksum;
    private bool _isDisposed;

    private EmbeddingStore(string path, FileStream file, EmbeddingStoreHeader header)
    {
        (Path, _file, _header) = (path, file, header);
        (_flushed, _checksum) = (header.Count, header.Checksum);
        Rows = new UnitRows(header.Dimensions, header.Count, MapBlock);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Name of the model that computed the embeddings.</summary>
    public string ModelId => _header.ModelId;

    /// <summary>Components of a vector.</summary>
    public int Dimensions => _header.Dimensions;

    /// <summary>Vectors in the store, those that are not flushed yet among them.</summary>
    public int Count => Rows.Count;

    /// <summary>The vectors. Those that a filter adds are added to the file.</summary>
    internal UnitRows Rows { get; }

    /// <summary>Opens a store, or makes an empty one where there is no file.</summary>
    /// <param name="path">The file; its folder is made where it is missing.</param>
    /// <param name="dimensions">Components of a vector. Range: 1 to 65,536.</param>
    /// <param name="modelId">Name of the model that computes the embeddings: vectors of different models cannot be compared. At most 1,000 bytes of UTF-8.</param>
    /// <exception cref="ArgumentException">A parameter is out of range.</exception>
    /// <exception cref="DataFormatException">The file is no store, is damaged, or holds vectors of another model or size; the message says which.</exception>
    /// <exception cref="IOException">The file cannot be opened, for instance because a program has it open already.</exception>
    public static EmbeddingStore Open(string path, int dimensions, string modelId)
    {
        var full = System.IO.Path.GetFullPath(Require.Text(path, nameof(path)));
        var asked = new EmbeddingStoreHeader(Require.InRange(dimensions, 1, EmbeddingStoreHeader.MaxDimensions, nameof(dimensions)), modelId);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        var file = new FileStream(full, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        EmbeddingStore? store = null;
        try
        {
            var isNew = file.Length == 0;
            var header = isNew ? asked : EmbeddingStoreHeader.Read(file, full);
            if (isNew)
            {
                header.Write(file);
            }

            header.Check(asked, full);
            store = new EmbeddingStore(full, file, header);
            store.Verify();
            return store;
        }
        catch
        {
            store?.CloseBlocks();
            file.Dispose();
            throw;
        }
    }

    /// <summary>Adds a vector.</summary>
    /// <param name="vector">Finite and not all zero; it is scaled to unit length.</param>
    /// <exception cref="ArgumentException">The vector has no direction, or another number of components.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public void Add(ReadOnlySpan<float> vector)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (vector.Length != Dimensions)
        {
            throw new ArgumentException($"The embedding has {vector.Length} components; the store has {Dimensions}.", nameof(vector));
        }

        var length = UnitVector.Length(vector) ?? throw new ArgumentException($"{UnitVector.NoDirection}.", nameof(vector));
        UnitVector.Write(vector, length, Rows.Add());
    }

    /// <summary>Copies a vector, at unit length.</summary>
    /// <param name="index">Its number, from 0.</param>
    /// <param name="vector">Room for <see cref="Dimensions"/> components.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such vector.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public void Read(int index, Span<float> vector)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Require.InRange(index, 0, Count - 1, nameof(index));
        Rows.Row(index).CopyTo(vector);
    }

    /// <summary>Writes to the disk what was added since the last time.</summary>
    /// <exception cref="IOException">The disk is full, or failed.</exception>
    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public void Flush()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_flushed == Count)
        {
            return;
        }

        _checksum = Checksum(_flushed, _checksum);
        for (var block = _flushed / Rows.BlockRows; block < _blocks.Count; block++)
        {
            _blocks[block].Flush();
        }

        _file.Flush(flushToDisk: true);
        _header.WriteState(_file, Count, _checksum);
        _file.Flush(flushToDisk: true);
        _flushed = Count;
    }

    /// <summary>Flushes and closes the file. A filter that works on the store cannot be used any more.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        try
        {
            Flush();
        }
        finally
        {
            _isDisposed = true;
            CloseBlocks();
            _file.SetLength(EmbeddingStoreHeader.Size + ((long)_flushed * Dimensions * sizeof(float)));
            _file.Dispose();
        }
    }

    private void CloseBlocks() => _blocks.ForEach(block => ((IDisposable)block).Dispose());

    private Memory<float> MapBlock(int number, int components)
    {
        var bytes = (long)components * sizeof(float);
        var offset = EmbeddingStoreHeader.Size + (number * bytes);
        if (_file.Length < offset + bytes)
        {
            // Written out: a mapped file with holes would end the process on a full disk, where this throws.
            RandomAccess.Write(_file.SafeFileHandle, new byte[offset + bytes - _file.Length], _file.Length);
        }

        var block = new MappedBlock(_file, offset, components);
        _blocks.Add(block);
        return block.Memory;
    }

    private void Verify()
    {
        if (Checksum(0, 0) != _header.Checksum)
        {
            throw new DataFormatException(Path, 0, "checksum", $"the {Count} vectors are not those that were written; the file is damaged.");
        }
    }

    /// <summary>CRC-32C of the rows from a number on, continued from that of the rows before.</summary>
    private uint Checksum(int first, uint checksum)
    {
        for (var index = first; index < Count; index++)
        {
            var bytes = MemoryMarshal.AsBytes(Rows.Row(index));
            var words = MemoryMarshal.Cast<byte, ulong>(bytes);
            foreach (var word in words)
            {
                checksum = BitOperations.Crc32C(checksum, word);
            }

            foreach (var rest in bytes[(words.Length * sizeof(ulong))..])
            {
                checksum = BitOperations.Crc32C(checksum, rest);
            }
        }

        return checksum;
    }
}
