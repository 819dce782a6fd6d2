namespace Aloe.Runs;

/// <summary>Puts results that were made later into their places among the others.</summary>
internal static class ResultMerge
{
    /// <summary>Replaces the results by results and retried ones together, in the order of the items.</summary>
    public static async Task IntoAsync<TItem, TResult>(RunFiles files, ItemWork<TItem, TResult> work, IReadOnlyList<TItem> items)
    {
        var retried = new Queue<TResult>(await work.Format.ReadAsync(files.Retried).ToListAsync().ConfigureAwait(false));
        if (retried.Count == 0)
        {
            return;
        }

        var places = items.Select((item, index) => (Id: work.Id(item), index)).ToDictionary(pair => pair.Id, pair => pair.index, StringComparer.Ordinal);
        await work.Format.WriteAsync(files.Results, MergedAsync()).ConfigureAwait(false);

        async IAsyncEnumerable<TResult> MergedAsync()
        {
            await foreach (var result in RunState.ReadAsync(files.Results, work.Format).ConfigureAwait(false))
            {
                while (retried.TryPeek(out var earlier) && places[work.ResultId(earlier)] < places[work.ResultId(result)])
                {
                    yield return retried.Dequeue();
                }

                yield return result;
            }

            while (retried.TryDequeue(out var rest))
            {
                yield return rest;
            }
        }
    }
}
