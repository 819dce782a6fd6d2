using System.Buffers;
using System.IO.MemoryMappedFiles;

namespace Aloe.Personas;

/// <summary>Part of a file as memory.</summary>
internal sealed unsafe class MappedBlock : MemoryManager<float>
{
    private readonly int _length;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private float* _first;

    public MappedBlock(FileStream file, long offset, int length)
    {
        var bytes = (long)length * sizeof(float);
        _length = length;
        _map = MemoryMappedFile.CreateFromFile(file, null, file.Length, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        _view = _map.CreateViewAccessor(offset, bytes);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _first = (float*)(start + _view.PointerOffset);
    }

    public void Flush() => _view.Flush();

    public override Span<float> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_first is null, typeof(EmbeddingStore));
        return new Span<float>(_first, _length);
    }

    // Mapped memory does not move.
    public override MemoryHandle Pin(int elementIndex = 0) => new(_first + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (_first is not null)
        {
            _first = null;
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _map.Dispose();
        }
    }
}
