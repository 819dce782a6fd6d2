namespace Aloe.Middleware;

/// <summary>
/// Hands out permits so that no minute, from any moment on, sees more than its number. Permits are taken at once, also those that are still to come; who took those waits until they have come.
/// That makes the order that of arrival, without a queue, and allows what the limiters of System.Threading.RateLimiting do not: another clock, and corrections afterwards.
/// </summary>
internal sealed class TokenBucket
{
    private readonly double _capacity;
    private readonly double _perSecond;
    private readonly TimeProvider _time;
    private readonly Lock _taking = new();
    private double _balance;
    private long _balancedAt;

    /// <param name="perMinute">At least 1.</param>
    /// <param name="burst">Share of them that may be used at one moment.</param>
    /// <param name="time">Measures the minute.</param>
    public TokenBucket(int perMinute, double burst, TimeProvider time)
    {
        // A minute that begins with a full bucket sees the capacity and what comes until it ends, of which the last permit is just too late.
        _capacity = Math.Max(1, Math.Floor(perMinute * burst));
        _perSecond = (perMinute - _capacity + 1) / 60;
        _time = time;
        _balance = _capacity;
        _balancedAt = time.GetTimestamp();
    }

    /// <summary>Takes permits.</summary>
    /// <returns>How long to wait before they may be used.</returns>
    public TimeSpan Take(long count)
    {
        lock (_taking)
        {
            Add(-count);
            return _balance >= 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling((-_balance / _perSecond * 1_000) - 1e-6));
        }
    }

    /// <summary>Gives permits back that were not used, or takes (below zero) those that were used beyond.</summary>
    public void Return(long count)
    {
        lock (_taking)
        {
            Add(count);
        }
    }

    private void Add(long count)
    {
        var now = _time.GetTimestamp();
        _balance = Math.Min(_capacity, _balance + (_time.GetElapsedTime(_balancedAt, now).TotalSeconds * _perSecond)) + count;
        _balance = Math.Min(_capacity, _balance);
        _balancedAt = now;
    }
}
