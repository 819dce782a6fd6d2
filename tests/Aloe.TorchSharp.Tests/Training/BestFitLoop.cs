namespace Aloe.Torch.Tests.Training;

/// <summary>Best-fit-decreasing as one would write it down, looking at every row for every example.</summary>
internal static class BestFitLoop
{
    public static int[][] Pack(int[] lengths, int capacity)
    {
        var rows = new List<(List<int> Items, int Free)>();
        foreach (var item in Enumerable.Range(0, lengths.Length).OrderByDescending(i => lengths[i]).ThenBy(i => i))
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

        return [.. rows.Select(row => row.Items.Order().ToArray())];
    }
}
