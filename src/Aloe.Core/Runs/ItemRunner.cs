using Aloe.Conversations;

namespace Aloe.Runs;

/// <summary>Works on several items at a time and hands the outcomes over in the order of the items.</summary>
/// <remarks>At most <see cref="Window"/> times the concurrency are begun and not yet handed over, so that a slow item holds up few others and memory does not grow with the run.</remarks>
internal sealed class ItemRunner<TItem, TResult>(ItemWork<TItem, TResult> work, CallJournal journal, RunStop stop)
{
    private const int Window = 4;

    /// <exception cref="RunStorageException">An answer could not be kept.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public async IAsyncEnumerable<ItemOutcome<TItem, TResult>> RunAsync(IEnumerable<TItem> items, int concurrency)
    {
        using var slots = new SemaphoreSlim(concurrency);
        using var next = items.GetEnumerator();
        var underWay = new Queue<Task<ItemOutcome<TItem, TResult>>>();
        var more = true;
        try
        {
            while (true)
            {
                while (more && underWay.Count < Window * concurrency && !stop.IsRequested && (more = next.MoveNext()))
                {
                    underWay.Enqueue(MakeInSlotAsync(next.Current, slots));
                }

                if (underWay.Count == 0)
                {
                    stop.ThrowIfRequested();
                    yield break;
                }

                yield return await TakeAsync(underWay.Dequeue()).ConfigureAwait(false);
            }
        }
        finally
        {
            // Also when the consumer leaves early: nothing goes on in the background.
            if (underWay.Count > 0)
            {
                stop.Request();
                await ((Task)Task.WhenAll(underWay)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>An outcome; where the run was stopped by a failure, that failure, whichever item met it.</summary>
    private async Task<ItemOutcome<TItem, TResult>> TakeAsync(Task<ItemOutcome<TItem, TResult>> item)
    {
        try
        {
            return await item.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.Failure is { } failure)
        {
            throw failure;
        }
    }

    private async Task<ItemOutcome<TItem, TResult>> MakeInSlotAsync(TItem item, SemaphoreSlim slots)
    {
        await slots.WaitAsync(stop.Requested).ConfigureAwait(false);
        var calls = new ItemCalls(journal, work.Id(item));
        try
        {
            // On the pool, because a local client may compute its answer before it returns.
            var result = await Task.Run(() => work.Make(item, (client, role) => new JournaledChatClient(client, calls, role, stop), stop.Abandon), stop.Abandon).ConfigureAwait(false);
            return new ItemOutcome<TItem, TResult>(item, result);
        }
        catch (Exception failure) when (StorageFailure(failure) is { } storage)
        {
            // At once: what others ask from now on could not be kept either.
            stop.Fail(storage);
            throw storage;
        }
        catch (Exception failure) when (stop.IsRequested)
        {
            throw new OperationCanceledException(failure.Message, failure, stop.Requested);
        }
        catch (Exception failure)
        {
            return failure is ConversationTreeException tree
                ? new ItemOutcome<TItem, TResult>(item, default, failure, tree.Role, calls.LatestText(tree.Role))
                : new ItemOutcome<TItem, TResult>(item, default, failure, calls.Unanswered());
        }
        finally
        {
            slots.Release();
        }
    }

    private static RunStorageException? StorageFailure(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is RunStorageException storage)
            {
                return storage;
            }
        }

        return null;
    }
}
