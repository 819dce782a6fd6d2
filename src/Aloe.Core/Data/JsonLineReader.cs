using System.Text;
using System.Text.Unicode;

namespace Aloe.Data;

/// <summary>Takes the lines of a UTF-8 stream out of a buffer that grows with the longest one, blank lines left out. A line is valid until the next one is asked for. Not thread-safe.</summary>
/// <param name="stream">What to read; it stays open.</param>
/// <param name="path">Named in errors.</param>
/// <param name="wholeLinesOnly">Whether a last line without a line feed, cut off while it was written, is left out.</param>
/// <param name="bufferSize">Bytes to begin with.</param>
internal sealed class JsonLineReader(Stream stream, string path, bool wholeLinesOnly = false, int bufferSize = 1 << 16)
{
    private byte[] _buffer = GC.AllocateUninitializedArray<byte>(bufferSize);
    private int _start;
    private int _scanned;
    private int _end;
    private int _number;
    private bool _isAtEnd;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The next line; null after the last one.</summary>
    /// <exception cref="DataFormatException">The line is not UTF-8, or too long for an array.</exception>
    public async ValueTask<JsonLine?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Take() is { } line)
            {
                return line;
            }

            if (_isAtEnd)
            {
                return null;
            }

            Accept(await stream.ReadAsync(Room(), cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>The next line of a stream that does not wait, such as a resource.</summary>
    /// <inheritdoc cref="NextAsync"/>
    public JsonLine? Next()
    {
        while (true)
        {
            if (Take() is { } line)
            {
                return line;
            }

            if (_isAtEnd)
            {
                return null;
            }

            Accept(stream.Read(Room().Span));
        }
    }

    /// <summary>The next line that is in the buffer as a whole and not blank.</summary>
    private JsonLine? Take()
    {
        while (Cut() is { } line)
        {
            if (!IsBlank(line.Json.Span))
            {
                return Utf8.IsValid(line.Json.Span) ? line : throw line.Error(null, "the line is not UTF-8.");
            }
        }

        return null;
    }

    private JsonLine? Cut()
    {
        var length = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
        var isWhole = length >= 0;
        var end = isWhole ? _scanned + length : _end;
        if (!isWhole && (!_isAtEnd || wholeLinesOnly || _start == _end))
        {
            _scanned = _end;
            return null;
        }

        var json = _buffer.AsMemory(_start..end);
        _start = _scanned = isWhole ? end + 1 : end;
        return new JsonLine(path, ++_number, _number == 1 && json.Span.StartsWith(ByteOrderMark) ? json[ByteOrderMark.Length..] : json);
    }

    /// <summary>Free space after the part of a line that is in the buffer.</summary>
    private Memory<byte> Room()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _scanned, _end) = (0, _scanned - _start, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            var size = (int)Math.Min(2L * _buffer.Length, Array.MaxLength);
            Array.Resize(ref _buffer, size > _buffer.Length ? size : throw new DataFormatException(path, _number + 1, null, $"the line is longer than {size} bytes."));
        }

        return _buffer.AsMemory(_end);
    }

    private void Accept(int read)
    {
        _end += read;
        _isAtEnd = read == 0;
    }

    private static bool IsBlank(ReadOnlySpan<byte> line)
    {
        while (!line.IsEmpty)
        {
            Rune.DecodeFromUtf8(line, out var rune, out var length);
            if (!Rune.IsWhiteSpace(rune))
            {
                return false;
            }

            line = line[length..];
        }

        return true;
    }
}
