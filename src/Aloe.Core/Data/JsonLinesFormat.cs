using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Aloe.Data;

/// <summary>A file format with one JSON value a line, in UTF-8 with LF line ends. Blank lines, CRLF, a byte order mark and a missing final newline are tolerated when reading.</summary>
/// <typeparam name="T">What the file lists.</typeparam>
/// <remarks>Files are streamed in both directions and never held in memory as a whole. Stateless and thread-safe.</remarks>
public abstract class JsonLinesFormat<T>
{
    // Each read goes to another thread and back: few large ones cost less than many small ones.
    private const int SmallestBuffer = 1 << 12;
    private const int LargestBuffer = 1 << 20;

    private protected JsonLinesFormat()
    {
    }

    /// <summary>Reads a file, item by item.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">A line is not in this format; the items before it have been delivered.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public IAsyncEnumerable<T> ReadAsync(string path, CancellationToken cancellationToken = default) => ReadAsync(path, wholeLinesOnly: false, cancellationToken);

    /// <summary>Writes a file as a whole: it appears, or replaces the one of that name, only once it is complete.</summary>
    /// <param name="path">The file; its folder is created if it is missing.</param>
    /// <param name="items">What to write.</param>
    /// <param name="cancellationToken">Stops writing; the file stays as it was.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task WriteAsync(string path, IEnumerable<T> items, CancellationToken cancellationToken = default)
        => WriteAsync(path, items.ToAsyncEnumerable(), cancellationToken);

    /// <summary>Writes a file as a whole, from a stream of items.</summary>
    /// <inheritdoc cref="WriteAsync(string, IEnumerable{T}, CancellationToken)"/>
    public Task WriteAsync(string path, IAsyncEnumerable<T> items, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        return AtomicFile.WriteAsync(path, async stream =>
        {
            using var line = new JsonLineWriter();
            await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                Write(item, line.Begin());
                await stream.WriteAsync(line.End(), cancellationToken).ConfigureAwait(false);
            }
        });
    }

    /// <summary>The bytes of an item's line, with its line end.</summary>
    internal byte[] Line(T item)
    {
        using var line = new JsonLineWriter();
        Write(item, line.Begin());
        return line.End().ToArray();
    }

    /// <summary>Reads a file, item by item.</summary>
    /// <param name="path">The file.</param>
    /// <param name="wholeLinesOnly">Whether a last line without a line feed, cut off while it was written, is left out.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    internal async IAsyncEnumerable<T> ReadAsync(string path, bool wholeLinesOnly, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The lines have a buffer of their own.
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (stream.ConfigureAwait(false))
        {
            var lines = new JsonLineReader(stream, path, wholeLinesOnly, (int)Math.Clamp(stream.Length + 1, SmallestBuffer, LargestBuffer));
            await foreach (var item in ReadAsync(lines, cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }
        }
    }

    /// <summary>The items of lines.</summary>
    internal async IAsyncEnumerable<T> ReadAsync(JsonLineReader lines, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await lines.NextAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            foreach (var item in Parse(line))
            {
                yield return item;
            }
        }
    }

    /// <summary>The items of a line that is not blank.</summary>
    private protected abstract IEnumerable<T> Parse(JsonLine line);

    /// <summary>Writes the JSON of an item.</summary>
    internal abstract void Write(T item, Utf8JsonWriter json);
}
