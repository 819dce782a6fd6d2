using System.Runtime.CompilerServices;
using System.Text;

namespace Aloe.Data;

/// <summary>A file format with one JSON value a line, in UTF-8 with LF line ends. Blank lines, CRLF, a byte order mark and a missing final newline are tolerated when reading.</summary>
/// <typeparam name="T">What the file lists.</typeparam>
/// <remarks>Files are streamed in both directions and never held in memory as a whole. Stateless and thread-safe.</remarks>
public abstract class JsonLinesFormat<T>
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private protected JsonLinesFormat()
    {
    }

    /// <summary>Reads a file, item by item.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="DataFormatException">A line is not in this format; the items before it have been delivered.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async IAsyncEnumerable<T> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (stream.ConfigureAwait(false))
        {
            await foreach (var item in ReadAsync(stream, path, int.MaxValue, cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }
        }
    }

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
            await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await stream.WriteAsync(Line(item), cancellationToken).ConfigureAwait(false);
            }
        });
    }

    /// <summary>The bytes of an item's line, with its line end.</summary>
    internal byte[] Line(T item) => Encoding.UTF8.GetBytes(Format(item) + "\n");

    /// <summary>Reads at most a number of lines and leaves the stream open.</summary>
    internal async IAsyncEnumerable<T> ReadAsync(Stream stream, string path, int lines, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, StrictUtf8, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        for (var number = 1; number <= lines && await LineAsync(reader, path, number, cancellationToken).ConfigureAwait(false) is { } text; number++)
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                foreach (var item in Parse(new JsonLine(path, number, text)))
                {
                    yield return item;
                }
            }
        }
    }

    /// <summary>The items of a line that is not blank.</summary>
    private protected abstract IEnumerable<T> Parse(JsonLine line);

    /// <summary>The JSON of an item.</summary>
    private protected abstract string Format(T item);

    private static async Task<string?> LineAsync(StreamReader reader, string path, int number, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DecoderFallbackException failure)
        {
            throw new DataFormatException(path, number, null, "this line or one soon after it is not UTF-8.", failure);
        }
    }
}
