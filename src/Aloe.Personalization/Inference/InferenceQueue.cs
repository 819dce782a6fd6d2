using Microsoft.Extensions.Logging;

namespace Aloe.Personalization;

/// <summary>Exchanges that wait to be looked at: those of a user one after the other, those of several users side by side.</summary>
internal sealed class InferenceQueue(PictureUpdate update, PersonaInferenceOptions options, InferenceCounters counters, ILogger logger)
{
    private const int MaxWaitingOfUser = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, UserLine> _lines = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _places = new(options.MaxConcurrency);
    private readonly CancellationTokenSource _stop = new();
    private int _waiting;
    private bool _isClosed;

    /// <summary>Begins a request.</summary>
    public UserTurn Enter(string user)
    {
        lock (_lock)
        {
            var line = Hold(user);
            return new UserTurn(this, line, line.Forgetting.Token);
        }
    }

    public void Leave(UserLine line)
    {
        lock (_lock)
        {
            if (--line.Holders == 0)
            {
                _lines.Remove(line.User);
            }
        }
    }

    /// <summary>Takes an exchange in and returns at once.</summary>
    public void Post(UserLine line, Exchange exchange)
    {
        int dropped;
        lock (_lock)
        {
            if (_isClosed || exchange.Forgotten.IsCancellationRequested)
            {
                return;
            }

            dropped = Add(line, exchange);
            if (line.Waiting.Count > 0 && line.Work is null)
            {
                line.Holders++;

                // The work outlives the request that begins it, and serves later ones: nothing of that request may stick to it.
                using (ExecutionContext.SuppressFlow())
                {
                    line.Work = Task.Run(() => WorkAsync(line));
                }
            }
        }

        if (dropped > 0)
        {
            counters.Dropped(dropped);
            logger.Dropped(dropped);
        }
    }

    /// <summary>Waits until nothing of the user is under way.</summary>
    public Task FlushAsync(string user, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _lines.GetValueOrDefault(user)?.Work?.WaitAsync(cancellationToken) ?? Task.CompletedTask;
        }
    }

    /// <summary>Waits for everything that is under way now.</summary>
    public Task DrainAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.WhenAll(_lines.Values.Select(line => line.Work).OfType<Task>()).WaitAsync(cancellationToken);
        }
    }

    /// <summary>Makes sure that nothing said so far is written for the user, then deletes.</summary>
    public async Task ForgetAsync(string user, Func<Task> delete, CancellationToken cancellationToken)
    {
        UserLine line;
        CancellationTokenSource forgetting;
        lock (_lock)
        {
            line = Hold(user);
            forgetting = line.Forgetting;
            line.Forgetting = new CancellationTokenSource();
            counters.Forgotten(Clear(line));
        }

        try
        {
            await forgetting.CancelAsync().ConfigureAwait(false);
            await line.Writing.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await delete().ConfigureAwait(false);
            }
            finally
            {
                line.Writing.Release();
            }
        }
        finally
        {
            Leave(line);
        }
    }

    /// <summary>Takes nothing in any more.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
        }
    }

    /// <summary>Takes nothing in any more, and gives up what is under way.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _isClosed = true;
            foreach (var line in _lines.Values)
            {
                Clear(line);
            }
        }

        _stop.Cancel();
    }

    private UserLine Hold(string user)
    {
        if (!_lines.TryGetValue(user, out var line))
        {
            _lines[user] = line = new UserLine(user);
        }

        line.Holders++;
        return line;
    }

    /// <summary>Puts an exchange last; returns how many replies had to go for it.</summary>
    private int Add(UserLine line, Exchange exchange)
    {
        var (waiting, dropped) = (line.Waiting, 0);
        var same = waiting.FindIndex(exchange.Continues);
        if (same >= 0)
        {
            exchange = exchange with { Turns = waiting[same].Turns + exchange.Turns };
            waiting.RemoveAt(same);
            counters.Merged();
        }
        else if (waiting.Count == MaxWaitingOfUser)
        {
            dropped = waiting[0].Turns;
            waiting.RemoveAt(0);
        }
        else if (_waiting == options.MaxWaiting)
        {
            return exchange.Turns;
        }
        else
        {
            _waiting++;
        }

        waiting.Add(exchange);
        return dropped;
    }

    private int Clear(UserLine line)
    {
        var cleared = line.Waiting.Count;
        line.Waiting.Clear();
        _waiting -= cleared;
        return cleared;
    }

    private async Task WorkAsync(UserLine line)
    {
        while (IsWaiting(line))
        {
            await _places.WaitAsync().ConfigureAwait(false);
            try
            {
                if (Next(line) is { } exchange)
                {
                    await UpdateAsync(line, exchange).ConfigureAwait(false);
                }
            }
            finally
            {
                _places.Release();
            }
        }
    }

    private bool IsWaiting(UserLine line)
    {
        lock (_lock)
        {
            if (line.Waiting.Count > 0)
            {
                return true;
            }

            line.Work = null;
            Leave(line);
            return false;
        }
    }

    private Exchange? Next(UserLine line)
    {
        lock (_lock)
        {
            if (line.Waiting.Count == 0)
            {
                return null;
            }

            var exchange = line.Waiting[0];
            line.Waiting.RemoveAt(0);
            _waiting--;
            return exchange;
        }
    }

    private async Task UpdateAsync(UserLine line, Exchange exchange)
    {
        using var timeout = new CancellationTokenSource(options.InferenceTimeout, options.TimeProvider);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, exchange.Forgotten, _stop.Token);
        try
        {
            await update.ApplyAsync(line, exchange, end.Token).ConfigureAwait(false);
        }
        catch (Exception) when (exchange.Forgotten.IsCancellationRequested)
        {
            counters.Forgotten(1);
        }
        catch (Exception) when (_stop.IsCancellationRequested)
        {
            // Given up; nobody waits for it.
        }
        catch (Exception failure)
        {
            counters.Failed();
            logger.InferenceFailed(timeout.IsCancellationRequested ? nameof(TimeoutException) : failure.GetType().Name);
        }
    }
}
