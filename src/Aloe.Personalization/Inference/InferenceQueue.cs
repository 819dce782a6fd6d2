using Microsoft.Extensions.Logging;

namespace Aloe.Personalization;

/// <summary>Exchanges that wait to be looked at: those of a user one after the other, those of several users side by side.</summary>
internal sealed class InferenceQueue(PictureUpdate update, PersonaInferenceOptions options, InferenceCounters counters, ILogger logger) : IDisposable
{
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
            if (_isClosed || exchange.Forgotten != line.Forgetting.Token)
            {
                return;
            }

            var before = line.Waiting.Count;
            dropped = line.Add(exchange, isFull: _waiting == options.MaxWaiting, counters);
            _waiting += line.Waiting.Count - before;
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

    /// <summary>Takes nothing in any more, and gives up what is under way; that may still be waited for.</summary>
    public void Dispose()
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

    private int Clear(UserLine line)
    {
        var cleared = line.Waiting.Count;
        line.Waiting.Clear();
        _waiting -= cleared;
        return cleared;
    }

    private async Task WorkAsync(UserLine line)
    {
        while (GoesOn(line))
        {
            await _places.WaitAsync().ConfigureAwait(false);
            try
            {
                if (Next(line) is { } exchange)
                {
                    await update.RunAsync(line, exchange, _stop.Token).ConfigureAwait(false);
                }
            }
            finally
            {
                _places.Release();
            }
        }
    }

    /// <summary>Whether something waits; if not, the work has ended.</summary>
    private bool GoesOn(UserLine line)
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
}
