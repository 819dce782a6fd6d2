namespace Aloe.Runs;

/// <summary>The work of one start of a run: failed items again, then those that no start has dealt with.</summary>
internal sealed class RunPass<TItem, TResult>
{
    // A result is on the disk before the answers that it was made of are let go.
    private const int CloseEvery = 64;

    private readonly RunFiles _files;
    private readonly ItemWork<TItem, TResult> _work;
    private readonly CallJournal _journal;
    private readonly RunStop _stop;
    private readonly int _total;
    private readonly int _concurrency;
    private readonly RunOptions _options;
    private readonly Action<RunProgress, TResult?>? _made;
    private readonly Dictionary<string, FailedItem> _failed;
    private readonly FailedItemFormat _failedFormat = new();
    private readonly List<string> _closing = [];
    private int _completed;

    public RunPass(
        RunFiles files, ItemWork<TItem, TResult> work, CallJournal journal, RunStop stop, int total, int concurrency, RunOptions options, Action<RunProgress, TResult?>? made, RunState state)
    {
        (_files, _work, _journal, _stop, _total, _concurrency, _options, _made) = (files, work, journal, stop, total, concurrency, options, made);
        (_failed, _completed) = (state.Failed, state.Completed);
    }

    public RunProgress Progress => new(_completed, _failed.Count, _total, _stop.Asked, _stop.Replayed, _journal.Damaged);

    /// <summary>Makes items without a result and puts what succeeds in its place.</summary>
    public async Task RetryAsync(IReadOnlyList<TItem> items, IReadOnlyList<int> missing)
    {
        foreach (var item in missing.Select(index => _failed.GetValueOrDefault(_work.Id(items[index]))))
        {
            // The answer at fault gets another chance; all others stay. Where the call had no answer, there is nothing to forget.
            if (item is { Role: { } role, Text: { } text })
            {
                _journal.Forget(item.Id, role, text);
            }
        }

        var made = new List<string>();
        using (var retried = new AppendFile(_files.Retried, 0, _options.Time))
        {
            await foreach (var outcome in RunAsync(missing.Select(index => items[index])).ConfigureAwait(false))
            {
                var id = _work.Id(outcome.Item);
                if (outcome.Failure is not null)
                {
                    Fail(id, outcome);
                }
                else
                {
                    retried.Append(_work.Format.Line(outcome.Result!));
                    _failed.Remove(id);
                    made.Add(id);
                    _completed++;
                }

                _made?.Invoke(Progress, outcome.Result);
            }
        }

        await ResultMerge.IntoAsync(_files, _work, items).ConfigureAwait(false);
        await _failedFormat.WriteAsync(_files.Failed, _failed.Values).ConfigureAwait(false);
        File.Delete(_files.Retried);
        _journal.Close(made);
    }

    /// <summary>Makes items and appends what becomes of them.</summary>
    public async Task GoOnAsync(IEnumerable<TItem> items)
    {
        using var results = Open(_files.Results);
        using var failures = Open(_files.Failed);
        try
        {
            await foreach (var outcome in RunAsync(items).ConfigureAwait(false))
            {
                Write(outcome, results, failures);
                _made?.Invoke(Progress, outcome.Result);
                StopIfTooManyFailed(outcome.Failure);
            }
        }
        finally
        {
            Close(results, failures);
        }
    }

    private IAsyncEnumerable<ItemOutcome<TItem, TResult>> RunAsync(IEnumerable<TItem> items) => new ItemRunner<TItem, TResult>(_work, _journal, _stop).RunAsync(items, _concurrency);

    private void Write(ItemOutcome<TItem, TResult> outcome, AppendFile results, AppendFile failures)
    {
        var id = _work.Id(outcome.Item);
        if (outcome.Failure is not null)
        {
            failures.Append(_failedFormat.Line(Fail(id, outcome)));
            return;
        }

        results.Append(_work.Format.Line(outcome.Result!));
        _failed.Remove(id);
        _completed++;
        _closing.Add(id);
        if (_closing.Count == CloseEvery)
        {
            Close(results, failures);
        }
    }

    private void Close(AppendFile results, AppendFile failures)
    {
        failures.Flush();
        results.Flush();
        _journal.Close(_closing);
        _closing.Clear();
    }

    private FailedItem Fail(string id, ItemOutcome<TItem, TResult> outcome)
        => _failed[id] = FailedItem.Of(id, (_failed.GetValueOrDefault(id)?.Attempts ?? 0) + 1, outcome);

    private void StopIfTooManyFailed(Exception? last)
    {
        var finished = _completed + _failed.Count;
        if (last is not null && finished >= _options.FailedShareFrom && _failed.Count > _options.MaxFailedShare * finished)
        {
            throw new TooManyFailuresException(_failed.Count, finished, _files.Failed, last);
        }
    }

    private AppendFile Open(string path) => new(path, File.Exists(path) ? WholeLines.Read(path, _ => { }) : 0, _options.Time);
}
