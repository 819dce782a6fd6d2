using Parquet;
using Parquet.Schema;

namespace Aloe.Data;

/// <summary>A Parquet file of message columns.</summary>
internal static class MessageTable
{
    public static async Task<long> WriteAsync<T>(
        string path, IAsyncEnumerable<T> rows, IReadOnlyList<MessageColumn<T>> columns, int rowGroupSize, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Require.InRange(rowGroupSize, 1, 1_000_000, nameof(rowGroupSize));
        var written = 0L;
        await AtomicFile.WriteAsync(path, async stream =>
        {
            var writer = await ParquetWriter.CreateAsync(new ParquetSchema(columns.Select(column => column.Field)), stream, cancellationToken: cancellationToken).ConfigureAwait(false);
            await using (writer.ConfigureAwait(false))
            {
                await foreach (var chunk in rows.Chunk(rowGroupSize).WithCancellation(cancellationToken).ConfigureAwait(false))
                {
                    using var group = writer.CreateRowGroup();
                    foreach (var column in columns)
                    {
                        await column.WriteAsync(group, chunk, cancellationToken).ConfigureAwait(false);
                    }

                    written += chunk.Length;
                }
            }
        }).ConfigureAwait(false);
        return written;
    }
}
