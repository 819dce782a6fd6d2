using Aloe.Data;

namespace Aloe.Runs;

/// <summary>What earlier runs have left.</summary>
/// <param name="Next">Index of the first item that was not dealt with.</param>
/// <param name="Completed">Results in the file.</param>
/// <param name="Missing">Indices of items before <paramref name="Next"/> that have no result, in order.</param>
/// <param name="Failed">The failed items by id.</param>
internal sealed record RunState(int Next, int Completed, IReadOnlyList<int> Missing, Dictionary<string, FailedItem> Failed)
{
    // Items whose results are read are let go in such portions.
    private const int Portion = 256;

    /// <summary>Reads what is there and checks it against the items.</summary>
    /// <exception cref="DataFormatException">A line other than a cut-off last one is unreadable.</exception>
    /// <exception cref="RunDiffersException">The results are of other items.</exception>
    public static async Task<RunState> LoadAsync<TItem, TResult>(
        RunFiles files, IReadOnlyList<TItem> items, ItemWork<TItem, TResult> work, CallJournal journal, CancellationToken cancellationToken)
    {
        var failed = await FailedAsync(files.Failed, cancellationToken).ConfigureAwait(false);
        var missing = new List<int>();
        var closed = new List<string>();
        var (next, completed) = (0, 0);
        await foreach (var result in ReadAsync(files.Results, work.Format, cancellationToken).ConfigureAwait(false))
        {
            var id = work.ResultId(result);
            while (next < items.Count && work.Id(items[next]) != id)
            {
                missing.Add(next++);
            }

            var difference = next == items.Count
                ? $"result {completed + 1} is {id}, which is not among the {items.Count} items asked for, or not in this place"
                : work.Kept(items[next], result);
            if (difference is not null)
            {
                throw new RunDiffersException(files.Results, [difference]);
            }

            failed.Remove(id);
            closed.Add(id);
            (next, completed) = (next + 1, completed + 1);
            if (closed.Count == Portion)
            {
                journal.Close(closed);
                closed.Clear();
            }
        }

        journal.Close(closed);
        while (next < items.Count && failed.ContainsKey(work.Id(items[next])))
        {
            missing.Add(next++);
        }

        return new RunState(next, completed, missing, failed);
    }

    /// <summary>The items of the whole lines of a file; none where there is no file.</summary>
    public static IAsyncEnumerable<T> ReadAsync<T>(string path, JsonLinesFormat<T> format, CancellationToken cancellationToken = default)
        => File.Exists(path) ? format.ReadAsync(path, wholeLinesOnly: true, cancellationToken) : AsyncEnumerable.Empty<T>();

    /// <summary>The failed items of a file by id; none where there is no file.</summary>
    public static async Task<Dictionary<string, FailedItem>> FailedAsync(string path, CancellationToken cancellationToken)
    {
        var failed = new Dictionary<string, FailedItem>(StringComparer.Ordinal);
        await foreach (var item in ReadAsync(path, new FailedItemFormat(), cancellationToken).ConfigureAwait(false))
        {
            failed[item.Id] = item;
        }

        return failed;
    }
}
