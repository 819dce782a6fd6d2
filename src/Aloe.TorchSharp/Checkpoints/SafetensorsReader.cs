using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>Reads a safetensors file, each tensor straight from the file into its memory. Not thread-safe.</summary>
/// <remarks>A memory map would copy at the same speed, and end the process where the file is cut off meanwhile.</remarks>
internal sealed class SafetensorsReader : IDisposable
{
    private const int PrefixLength = sizeof(ulong);
    private const long ElementsAtOnce = 1 << 18;

    private readonly long _dataStart;
    private readonly SafeFileHandle _file;
    private readonly Dictionary<string, SafetensorsEntry> _entries;

    private SafetensorsReader(string path, long dataStart, SafeFileHandle file, List<SafetensorsEntry> entries, Dictionary<string, string> metadata)
    {
        Path = path;
        _dataStart = dataStart;
        _file = file;
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
        var file = File.OpenHandle(path);
        try
        {
            var length = RandomAccess.GetLength(file);
            Span<byte> prefix = stackalloc byte[PrefixLength];
            if (length < PrefixLength)
            {
                throw new InvalidDataException($"{path}: the file is cut off before its header.");
            }

            ReadExactly(file, prefix, 0, path);
            var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
            if (headerLength > SafetensorsHeader.MaxLength || (long)headerLength > length - PrefixLength)
            {
                throw new InvalidDataException($"{path}: the header claims {headerLength} bytes; the file has {length}.");
            }

            var json = new byte[headerLength];
            ReadExactly(file, json, PrefixLength, path);
            var dataStart = PrefixLength + (long)headerLength;
            var (entries, metadata) = SafetensorsHeader.Parse(json, length - dataStart, path);
            return new SafetensorsReader(path, dataStart, file, entries, metadata);
        }
        catch
        {
            file.Dispose();
            throw;
        }
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
        var tensor = dtype == entry.DType || device.type != TorchSharp.DeviceType.CPU ? ReadAsStored(entry) : ReadConverted(entry, dtype);
        return tensor.to(dtype, device).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private Tensor ReadAsStored(SafetensorsEntry entry)
    {
        var tensor = empty(entry.Shape, dtype: entry.DType);
        SafetensorsBytes.ForEachPiece(tensor, (offset, bytes) => ReadExactly(_file, bytes, _dataStart + entry.Offset + offset, Path));
        return tensor;
    }

    /// <summary>Converts pieces that stay in the processor's cache, so that the tensor is never in memory as it is stored.</summary>
    private Tensor ReadConverted(SafetensorsEntry entry, ScalarType dtype)
    {
        var tensor = empty(entry.Shape, dtype: dtype);
        var flat = tensor.view(-1);
        var stored = empty(Math.Min(flat.shape[0], ElementsAtOnce), dtype: entry.DType);
        for (var start = 0L; start < flat.shape[0]; start += ElementsAtOnce)
        {
            var count = Math.Min(ElementsAtOnce, flat.shape[0] - start);
            using var piece = stored.narrow(0, 0, count);
            using var target = flat.narrow(0, start, count);
            ReadExactly(_file, piece.bytes, _dataStart + entry.Offset + (start * stored.element_size()), Path);
            target.copy_(piece);
        }

        return tensor;
    }

    private static void ReadExactly(SafeFileHandle file, Span<byte> bytes, long offset, string path)
    {
        for (int read; !bytes.IsEmpty; offset += read)
        {
            read = RandomAccess.Read(file, bytes, offset);
            bytes = read > 0 ? bytes[read..] : throw new InvalidDataException($"{path}: the file was cut off while it was read.");
        }
    }
}
