namespace Aloe.Runs;

/// <summary>How a run ends before its time: no call is begun any more, those under way get a while to be answered, then they are given up.</summary>
internal sealed class RunStop : IDisposable
{
    private readonly CancellationToken _outer;
    private readonly CancellationTokenSource _requested;
    private readonly CancellationTokenSource _abandon = new();
    private readonly CancellationTokenRegistration _registration;
    private readonly ITimer _grace;
    private RunStorageException? _failure;
    private long _asked;
    private long _replayed;

    public RunStop(TimeSpan grace, TimeProvider time, CancellationToken cancellationToken)
    {
        _outer = cancellationToken;
        _requested = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _grace = time.CreateTimer(_ => _abandon.Cancel(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _registration = _requested.Token.Register(() => _grace.Change(grace, Timeout.InfiniteTimeSpan));
    }

    /// <summary>Cancelled when calls under way are given up.</summary>
    public CancellationToken Abandon => _abandon.Token;

    /// <summary>Cancelled when no call is to be begun any more.</summary>
    public CancellationToken Requested => _requested.Token;

    // The linked source follows the outer one a moment later; what was cancelled by that in the meantime is no failure of its own.
    public bool IsRequested => _requested.IsCancellationRequested || _outer.IsCancellationRequested;

    /// <summary>Calls asked and answered in this process.</summary>
    public long Asked => Interlocked.Read(ref _asked);

    /// <summary>Calls answered from the journal.</summary>
    public long Replayed => Interlocked.Read(ref _replayed);

    /// <summary>What stopped the run from within; null if nothing did.</summary>
    public RunStorageException? Failure => _failure;

    /// <summary>Stops the run because nothing can be kept any more.</summary>
    public void Fail(RunStorageException failure)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        Request();
    }

    /// <summary>Stops the run from within.</summary>
    public void Request() => _requested.Cancel();

    public void ThrowIfRequested()
    {
        if (IsRequested)
        {
            throw new OperationCanceledException(Requested);
        }
    }

    public void CountAsked() => Interlocked.Increment(ref _asked);

    public void CountReplayed() => Interlocked.Increment(ref _replayed);

    /// <inheritdoc/>
    public void Dispose()
    {
        _registration.Dispose();
        _grace.Dispose();
        _requested.Dispose();
        _abandon.Dispose();
    }
}
