using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Aloe.Data;

/// <summary>Makes lines of compact JSON in which a person can read every script, emoji included, in a buffer that is kept from line to line. Not thread-safe.</summary>
internal sealed class JsonLineWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json;

    public JsonLineWriter() => _json = new(_buffer, new JsonWriterOptions { Encoder = JsonText.Encoder, SkipValidation = true });

    /// <summary>Begins a line; its value is written with what is returned.</summary>
    public Utf8JsonWriter Begin()
    {
        _buffer.ResetWrittenCount();
        _json.Reset();
        return _json;
    }

    /// <summary>The line with its line feed, valid until the next one is begun.</summary>
    public ReadOnlyMemory<byte> End()
    {
        _json.Flush();
        _buffer.Write("\n"u8);
        return _buffer.WrittenMemory[..JsonText.Unescape(MemoryMarshal.AsMemory(_buffer.WrittenMemory).Span)];
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();
}
