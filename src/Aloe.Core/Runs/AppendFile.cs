namespace Aloe.Runs;

/// <summary>A file that only grows, line by line: a line is whole or not there, whatever happens while it is written.</summary>
/// <remarks>A line is with the operating system when <see cref="Append"/> returns, which a killed process does not undo; it is on the disk after <see cref="Flush"/>, which is done at most once a second on the way. Thread-safe.</remarks>
internal sealed class AppendFile : IDisposable
{
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);

    private readonly FileStream _stream;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private long _flushed;
    private bool _isDirty;

    /// <param name="path">The file; created where it is missing.</param>
    /// <param name="length">Length of the whole lines in it; what follows was cut off while it was written, and is removed.</param>
    /// <param name="time">Tells when a second is over.</param>
    public AppendFile(string path, long length, TimeProvider time)
    {
        (Path, _time, _flushed) = (path, time, time.GetTimestamp());
        _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        if (_stream.Length != length)
        {
            _stream.SetLength(length);
        }

        _stream.Position = length;
    }

    public string Path { get; }

    public long Length
    {
        get
        {
            lock (_gate)
            {
                return _stream.Position;
            }
        }
    }

    /// <summary>Appends a line, which must end with a line feed.</summary>
    /// <exception cref="RunStorageException">It could not be written; the file is as before.</exception>
    public void Append(ReadOnlySpan<byte> line)
    {
        lock (_gate)
        {
            var before = _stream.Position;
            try
            {
                _stream.Write(line);
                _isDirty = true;
                if (_time.GetElapsedTime(_flushed) >= FlushInterval)
                {
                    FlushToDisk();
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
            {
                // The last is how .NET reports a file that reaches a limit on lengths (EFBIG).
                // A part of the line may have been written; the next one must not follow it.
                _stream.SetLength(before);
                _stream.Position = before;
                throw new RunStorageException(Path, failure);
            }
        }
    }

    /// <summary>Returns when everything is on the disk.</summary>
    /// <exception cref="RunStorageException">The disk could not be written.</exception>
    public void Flush()
    {
        lock (_gate)
        {
            try
            {
                FlushToDisk();
            }
            catch (IOException failure)
            {
                throw new RunStorageException(Path, failure);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void FlushToDisk()
    {
        if (_isDirty)
        {
            _stream.Flush(flushToDisk: true);
            _isDirty = false;
        }

        _flushed = _time.GetTimestamp();
    }
}
