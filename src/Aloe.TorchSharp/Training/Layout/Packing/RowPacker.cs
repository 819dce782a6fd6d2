using System.Buffers;

namespace Aloe.Torch.Training;

/// <summary>Fills rows of limited length with whole examples: best fit, longest first.</summary>
internal static class RowPacker
{
    /// <summary>Packs examples into as few rows as best-fit-decreasing finds. The same lengths always give the same rows.</summary>
    /// <remarks>Takes O(log capacity) for an example, and O(log rows) where many rows have the same room left. Nothing is allocated but the result.</remarks>
    /// <param name="lengths">Tokens of each example.</param>
    /// <param name="capacity">Tokens of a row, at least 1. A longer example gets a row of its own.</param>
    /// <returns>Rows of indices into <paramref name="lengths"/>, in ascending order within a row.</returns>
    public static int[][] Pack(ReadOnlySpan<int> lengths, int capacity) => Pack(lengths, capacity, out _);

    /// <summary>The same, and how many entries of <see cref="OpenRows"/> were looked at for it.</summary>
    internal static int[][] Pack(ReadOnlySpan<int> lengths, int capacity, out long inspected)
    {
        var count = lengths.Length;
        var memory = ArrayPool<int>.Shared.Rent(4 * count);
        var open = new OpenRows(count, (int)Math.Min(capacity, Total(lengths))); // Room that all together do not fill needs no entry.
        try
        {
            var order = LengthOrder.Descending(lengths, memory.AsSpan(0, count), memory.AsSpan(count, count));
            var rowOf = memory.AsSpan(2 * count, count);
            var counts = memory.AsSpan(3 * count, count);
            var rows = Assign(lengths, order, ref open, rowOf, counts);
            inspected = open.Inspected;
            return Collect(rowOf, counts[..rows]);
        }
        finally
        {
            open.Dispose();
            ArrayPool<int>.Shared.Return(memory);
        }
    }

    /// <returns>Number of rows.</returns>
    private static int Assign(ReadOnlySpan<int> lengths, ReadOnlySpan<int> order, ref OpenRows open, Span<int> rowOf, Span<int> counts)
    {
        var rows = 0;
        foreach (var item in order)
        {
            var length = lengths[item];
            if (!open.TryTakeFullest(length, out var row, out var free))
            {
                (row, free) = (rows++, open.Capacity);
                counts[row] = 0;
            }

            rowOf[item] = row;
            counts[row]++;
            if (length <= free)
            {
                open.Put(row, free - length);
            }
        }

        return rows;
    }

    private static int[][] Collect(ReadOnlySpan<int> rowOf, Span<int> counts)
    {
        var rows = new int[counts.Length][];
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row] = new int[counts[row]];
        }

        counts.Clear();
        for (var item = 0; item < rowOf.Length; item++)
        {
            var row = rowOf[item];
            rows[row][counts[row]++] = item;
        }

        return rows;
    }

    private static long Total(ReadOnlySpan<int> lengths)
    {
        var total = 0L;
        foreach (var length in lengths)
        {
            total += length;
        }

        return total;
    }
}
