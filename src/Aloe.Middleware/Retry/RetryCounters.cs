using System.Collections.Concurrent;

namespace Aloe.Middleware;

/// <summary>The counts behind <see cref="RetryStatistics"/>.</summary>
internal sealed class RetryCounters
{
    private readonly ConcurrentDictionary<FailureKind, long> _failures = new();
    private long _calls;
    private long _givenUp;
    private long _waitedTicks;

    public RetryStatistics Snapshot()
    {
        var failures = new SortedDictionary<FailureKind, long>(_failures);
        var calls = Interlocked.Read(ref _calls);
        return new RetryStatistics(calls, calls + failures.Values.Sum(), Interlocked.Read(ref _givenUp), TimeSpan.FromTicks(Interlocked.Read(ref _waitedTicks)), failures);
    }

    public void Called() => Interlocked.Increment(ref _calls);

    public void GaveUp() => Interlocked.Increment(ref _givenUp);

    public void Retried(RetryAttempt attempt)
    {
        _failures.AddOrUpdate(attempt.Failure.Kind, 1, static (_, count) => count + 1);
        Interlocked.Add(ref _waitedTicks, attempt.Delay.Ticks);
    }
}
