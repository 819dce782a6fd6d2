using System.Collections.Concurrent;

namespace Aloe.Benchmarks.Comparisons.Generation;

/// <summary>Adds up what the calls of a run wait for. Thread-safe.</summary>
internal sealed class LatencyLog
{
    private readonly ConcurrentDictionary<string, double> _waiting = [];
    private readonly Lock _gate = new();
    private double _critical;

    /// <summary>Seconds that all trees would take if nothing but answers were waited for, and the two responders answered at the same time.</summary>
    public double CriticalPath
    {
        get
        {
            lock (_gate)
            {
                return _critical;
            }
        }
    }

    /// <summary>A call that the others of its turn wait for.</summary>
    public void Add(double seconds)
    {
        lock (_gate)
        {
            _critical += seconds;
        }
    }

    /// <summary>One of two calls that are made at the same time: only the longer one is waited for.</summary>
    /// <param name="turn">The same for both.</param>
    /// <param name="seconds">Its latency.</param>
    public void AddOfTwo(string turn, double seconds)
    {
        if (!_waiting.TryAdd(turn, seconds) && _waiting.TryRemove(turn, out var other))
        {
            Add(Math.Max(seconds, other));
        }
    }
}
