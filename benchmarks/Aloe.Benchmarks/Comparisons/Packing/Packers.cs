namespace Aloe.Benchmarks.Comparisons.Packing;

/// <summary>Other ways to fill rows, as one would write them down.</summary>
internal static class Packers
{
    /// <summary>A new row as soon as something does not fit, in the order in which examples come.</summary>
    public static int[][] NextFit(int[] lengths, int capacity)
    {
        var (rows, row, free) = (new List<int[]>(), new List<int>(), capacity);
        for (var i = 0; i < lengths.Length; i++)
        {
            if (lengths[i] > free && row.Count > 0)
            {
                rows.Add([.. row]);
                row.Clear();
                free = capacity;
            }

            row.Add(i);
            free -= lengths[i];
        }

        return row.Count > 0 ? [.. rows, [.. row]] : [.. rows];
    }

    /// <summary>The first row that fits, longest first.</summary>
    public static int[][] FirstFitDecreasing(int[] lengths, int capacity)
    {
        var (rows, free) = (new List<List<int>>(), new List<int>());
        foreach (var item in Enumerable.Range(0, lengths.Length).OrderByDescending(i => lengths[i]))
        {
            var row = 0;
            while (row < rows.Count && free[row] < lengths[item])
            {
                row++;
            }

            if (row == rows.Count)
            {
                rows.Add([]);
                free.Add(capacity);
            }

            rows[row].Add(item);
            free[row] -= lengths[item];
        }

        return [.. rows.Select(row => row.ToArray())];
    }
}
