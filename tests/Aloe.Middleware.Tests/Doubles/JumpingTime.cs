using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace Aloe.Middleware.Tests.Doubles;

/// <summary>A clock that jumps to the end of every wait at once, and remembers the waits.</summary>
internal sealed class JumpingTime : FakeTimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _waits = new();

    public IReadOnlyList<TimeSpan> Waits => [.. _waits];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero)
        {
            _waits.Enqueue(dueTime);
            ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        }

        return timer;
    }
}
