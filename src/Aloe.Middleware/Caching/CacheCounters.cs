using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>Counts what a cache does. Thread-safe.</summary>
internal sealed class CacheCounters
{
    private readonly Lock _lock = new();
    private CacheStatistics _counts = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    public CacheStatistics Read()
    {
        lock (_lock)
        {
            return _counts;
        }
    }

    public void Hit(int bytes, UsageDetails? usage) => Change(counts => counts with
    {
        Hits = counts.Hits + 1,
        BytesRead = counts.BytesRead + bytes,
        SavedInputTokens = counts.SavedInputTokens + (usage?.InputTokenCount ?? 0),
        SavedOutputTokens = counts.SavedOutputTokens + (usage?.OutputTokenCount ?? 0),
    });

    public void Missed() => Change(counts => counts with { Misses = counts.Misses + 1 });

    public void Damaged() => Change(counts => counts with { Misses = counts.Misses + 1, Damaged = counts.Damaged + 1 });

    public void Bypassed() => Change(counts => counts with { Bypassed = counts.Bypassed + 1 });

    public void Stored(int bytes) => Change(counts => counts with { Stored = counts.Stored + 1, BytesWritten = counts.BytesWritten + bytes });

    public void NotStored() => Change(counts => counts with { NotStored = counts.NotStored + 1 });

    public void WriteFailed() => Change(counts => counts with { WriteFailures = counts.WriteFailures + 1 });

    private void Change(Func<CacheStatistics, CacheStatistics> change)
    {
        lock (_lock)
        {
            _counts = change(_counts);
        }
    }
}
