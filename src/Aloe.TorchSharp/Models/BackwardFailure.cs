using System.Runtime.ExceptionServices;

namespace Aloe.Torch;

/// <summary>The first exception of a backward pass. It must not pass through libtorch, which calls us there: that would end the process. Thread-safe.</summary>
internal sealed class BackwardFailure
{
    private Exception? _first;

    /// <summary>Keeps an exception until the backward pass has returned.</summary>
    public void Keep(Exception exception) => Interlocked.CompareExchange(ref _first, exception, null);

    /// <summary>Throws what was kept, once.</summary>
    public void Rethrow()
    {
        if (Interlocked.Exchange(ref _first, null) is { } first)
        {
            ExceptionDispatchInfo.Throw(first);
        }
    }
}
