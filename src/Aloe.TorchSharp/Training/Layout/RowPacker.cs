namespace Aloe.Torch.Training;

/// <summary>Fills rows of limited length with whole examples: best fit, longest first.</summary>
internal static class RowPacker
{
    /// <summary>Packs examples into as few rows as best-fit-decreasing finds. The same lengths always give the same rows.</summary>
    /// <param name="lengths">Tokens of each example.</param>
    /// <param name="capacity">Tokens of a row. A longer example gets a row of its own.</param>
    /// <returns>Rows of indices into <paramref name="lengths"/>, in ascending order within a row.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Pack(IReadOnlyList<int> lengths, int capacity)
    {
        var rows = new List<(List<int> Items, int Free)>();
        foreach (var item in Enumerable.Range(0, lengths.Count).OrderByDescending(i => lengths[i]).ThenBy(i => i))
        {
            var best = -1;
            for (var r = 0; r < rows.Count; r++)
            {
                if (rows[r].Free >= lengths[item] && (best < 0 || rows[r].Free < rows[best].Free))
                {
                    best = r;
                }
            }

            if (best < 0)
            {
                rows.Add(([item], capacity - lengths[item]));
            }
            else
            {
                rows[best].Items.Add(item);
                rows[best] = (rows[best].Items, rows[best].Free - lengths[item]);
            }
        }

        foreach (var (items, _) in rows)
        {
            items.Sort();
        }

        return [.. rows.Select(row => row.Items)];
    }
}
