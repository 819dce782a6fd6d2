using System.Threading.RateLimiting;

namespace Aloe.Middleware;

/// <summary>How many calls to one endpoint may be under way at the same time; shared by every client that calls it.</summary>
/// <remarks>Calls beyond wait and go in the order of their arrival. Thread-safe.</remarks>
public sealed class InFlightLimit : IDisposable
{
    private readonly ConcurrencyLimiter _limiter;

    /// <summary>Creates a limit.</summary>
    /// <param name="maximum">Calls at the same time. Range: 1 to 100,000.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximum"/> is out of range.</exception>
    public InFlightLimit(int maximum)
    {
        Maximum = Require.InRange(maximum, 1, 100_000, nameof(maximum));
        _limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = maximum,
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    /// <summary>Calls that may be under way at the same time.</summary>
    public int Maximum { get; }

    /// <summary>Calls that are under way at this moment.</summary>
    public int InFlight => Maximum - (int)_limiter.GetStatistics()!.CurrentAvailablePermits;

    /// <summary>Calls that wait at this moment.</summary>
    public int Waiting => (int)_limiter.GetStatistics()!.CurrentQueuedCount;

    /// <summary>Fails the calls that wait.</summary>
    public void Dispose() => _limiter.Dispose();

    /// <summary>Waits for its turn; disposing of the result ends it.</summary>
    internal ValueTask<RateLimitLease> EnterAsync(CancellationToken cancellationToken) => _limiter.AcquireAsync(1, cancellationToken);
}
