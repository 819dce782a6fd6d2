namespace Aloe.Runs;

/// <summary>Makes many items with language models, and can be stopped at any moment, also by a killed process: started again, it goes on where it was, asks nothing twice that was answered, and ends with the same file.</summary>
/// <remarks>
/// What is durable is the answered call (<see cref="CallJournal"/>). All else follows from items, options and answers, so to resume is to make an open item again with its answers at hand.
/// Results are appended in the order of the items; what fails goes to <c>failed.jsonl</c> and the rest goes on.
/// </remarks>
internal sealed class DurableRun<TItem, TResult>(string path, ItemWork<TItem, TResult> work)
{
    private readonly RunFiles _files = new(path);

    /// <summary>Makes what is missing.</summary>
    /// <param name="items">All items, those of earlier runs included; may be more than the last time, but must begin the same. Ids must be unique.</param>
    /// <param name="manifest">What decides the results.</param>
    /// <param name="concurrency">Items at a time.</param>
    /// <param name="options">How the run is carried out.</param>
    /// <param name="made">Told once about what is there, then about every result and failure that is written.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public async Task<RunProgress> RunAsync(
        IReadOnlyList<TItem> items, RunManifest manifest, int concurrency, RunOptions options, Action<RunProgress, TResult?>? made, CancellationToken cancellationToken)
    {
        CheckIds(items);
        Directory.CreateDirectory(_files.Folder);
        using var guard = RunLock.Take(_files.Lock, options.Time);
        await manifest.CheckAsync(_files, HasBegun()).ConfigureAwait(false);
        using var journal = CallJournal.Open(_files.Calls, options.Time);
        var state = await RunState.LoadAsync(_files, items, work, journal, cancellationToken).ConfigureAwait(false);
        CheckMissing(items, state, options);
        using var stop = new RunStop(options.Grace, options.Time, cancellationToken);
        var pass = new RunPass<TItem, TResult>(_files, work, journal, stop, items.Count, concurrency, options, made, state);
        made?.Invoke(pass.Progress, default);
        try
        {
            if (options.RetryFailed && state.Missing.Count > 0)
            {
                await pass.RetryAsync(items, state.Missing).ConfigureAwait(false);
            }

            await pass.GoOnAsync(items.Skip(state.Next)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }

        if (pass.Progress.Completed == items.Count)
        {
            journal.Delete();
        }

        return pass.Progress;
    }

    private void CheckIds(IReadOnlyList<TItem> items)
    {
        var seen = new HashSet<string>(items.Count, StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (!seen.Add(work.Id(item)))
            {
                throw new ArgumentException($"Id {work.Id(item)} is asked for more than once.", nameof(items));
            }
        }
    }

    private bool HasBegun()
        => new FileInfo(_files.Results) is { Exists: true, Length: > 0 } || (Directory.Exists(_files.Calls) && Directory.EnumerateFiles(_files.Calls).Any());

    private void CheckMissing(IReadOnlyList<TItem> items, RunState state, RunOptions options)
    {
        if (!options.RetryFailed && state.Missing.FirstOrDefault(index => !state.Failed.ContainsKey(work.Id(items[index])), -1) is var lost and >= 0)
        {
            throw new RunDiffersException(_files.Results, [$"item {lost + 1}, {work.Id(items[lost])}, has no result and {Path.GetFileName(_files.Failed)} does not list it; {nameof(RunOptions.RetryFailed)} makes it again"]);
        }
    }
}
