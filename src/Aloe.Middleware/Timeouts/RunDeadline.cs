namespace Aloe.Middleware;

/// <summary>The time that a whole run has, from the moment this is created; shared by all of its clients.</summary>
/// <remarks>Thread-safe. Dispose it when the run is over.</remarks>
public sealed class RunDeadline : IDisposable
{
    private readonly CancellationTokenSource _end;

    /// <summary>Starts the clock.</summary>
    /// <param name="duration">Range: 1 ms to 40 days.</param>
    /// <param name="timeProvider">Measures the time; null means the system's clock.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is out of range.</exception>
    public RunDeadline(TimeSpan duration, TimeProvider? timeProvider = null)
    {
        Require.InRange(duration, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(40), nameof(duration));
        timeProvider ??= TimeProvider.System;
        End = timeProvider.GetUtcNow() + duration;
        _end = new CancellationTokenSource(duration, timeProvider);
        Token = _end.Token;
    }

    /// <summary>When the run is to end.</summary>
    public DateTimeOffset End { get; }

    /// <summary>Cancelled when the time is over.</summary>
    public CancellationToken Token { get; }

    /// <summary>Stops the clock.</summary>
    public void Dispose() => _end.Dispose();
}
