using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>Reads a safetensors file through a memory map. Not thread-safe.</summary>
internal sealed class SafetensorsReader : IDisposable
{
    private readonly long _dataStart;
    private readonly MemoryMappedFile? _map;
    private readonly Dictionary<string, SafetensorsEntry> _entries;

    private SafetensorsReader(string path, long dataStart, MemoryMappedFile? map, List<SafetensorsEntry> entries, Dictionary<string, string> metadata)
    {
        Path = path;
        _dataStart = dataStart;
        _map = map;
        _entries = entries.ToDictionary(entry => entry.Name);
        Metadata = metadata;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => _entries;

    /// <summary>Free text that the writer added.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged; the message names file and tensor.</exception>
    public static SafetensorsReader Open(string path)
    {
        TorchRuntime.EnsureLoaded();
        using var stream = File.OpenRead(path);
        Span<byte> prefix = stackalloc byte[8];
        if (stream.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8)
        {
            throw new InvalidDataException($"{path}: the file is cut off before its header.");
        }

        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > SafetensorsHeader.MaxLength || (long)length > stream.Length - 8)
        {
            throw new InvalidDataException($"{path}: the header claims {length} bytes; the file has {stream.Length}.");
        }

        var json = new byte[length];
        stream.ReadExactly(json);
        var dataStart = 8 + (long)length;
        var (entries, metadata) = SafetensorsHeader.Parse(json, stream.Length - dataStart, path);
        var map = stream.Length == dataStart ? null : MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        return new SafetensorsReader(path, dataStart, map, entries, metadata);
    }

    /// <summary>Reads a tensor, converts it and moves it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The shape it must have.</param>
    /// <param name="device">Where it goes.</param>
    /// <param name="dtype">Its number type there.</param>
    /// <exception cref="InvalidDataException">It is missing or has another shape.</exception>
    public Tensor Read(string name, ReadOnlySpan<long> shape, Device device, ScalarType dtype)
        => Read(Check(name, shape), device, dtype);

    /// <summary>The entry of a tensor that must have a shape.</summary>
    /// <exception cref="InvalidDataException">It is missing or has another shape.</exception>
    public SafetensorsEntry Check(string name, ReadOnlySpan<long> shape)
    {
        if (!_entries.TryGetValue(name, out var entry))
        {
            throw new InvalidDataException($"{Path}: tensor \"{name}\" is missing.");
        }

        return entry.Shape.AsSpan().SequenceEqual(shape)
            ? entry
            : throw new InvalidDataException($"{Path}: tensor \"{name}\" has the shape [{string.Join(", ", entry.Shape)}]; [{string.Join(", ", shape.ToArray())}] is expected.");
    }

    /// <summary>Reads a tensor of any shape.</summary>
    public Tensor Read(SafetensorsEntry entry, Device device, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        var tensor = empty(entry.Shape, dtype: entry.DType);
        if (entry.Length > 0)
        {
            Copy(entry, tensor);
        }

        return tensor.to(dtype, device).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => _map?.Dispose();

    private unsafe void Copy(SafetensorsEntry entry, Tensor tensor)
    {
        using var view = _map!.CreateViewAccessor(_dataStart + entry.Offset, entry.Length, MemoryMappedFileAccess.Read);
        byte* pointer = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        try
        {
            var source = pointer + view.PointerOffset;
            SafetensorsBytes.ForEachPiece(tensor, (offset, bytes) => new ReadOnlySpan<byte>(source + offset, bytes.Length).CopyTo(bytes));
        }
        finally
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }
}
