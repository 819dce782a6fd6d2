using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>Tells a call that was cut off by a time limit from one that its caller cancelled.</summary>
internal static class TimeLimit
{
    /// <param name="call">The call; it has been given a token that both cancel.</param>
    /// <param name="overrun">What to throw when the limit cancelled it.</param>
    /// <param name="limit">The time limit.</param>
    /// <param name="caller">The caller.</param>
    public static async ValueTask<T> HoldAsync<T>(ValueTask<T> call, Func<Exception, Exception> overrun, CancellationToken limit, CancellationToken caller)
    {
        try
        {
            return await call.ConfigureAwait(false);
        }
        catch (Exception failure) when (limit.IsCancellationRequested && !caller.IsCancellationRequested)
        {
            throw overrun(failure);
        }
    }

    /// <summary>As <see cref="HoldAsync{T}"/> for every update of a stream, which has been given a token that both cancel. The limit runs, by <paramref name="beforeUpdate"/>, and stands still, by <paramref name="afterUpdate"/>, around each wait.</summary>
    public static async IAsyncEnumerable<ChatResponseUpdate> HoldAllAsync(
        IAsyncEnumerable<ChatResponseUpdate> stream,
        Func<Exception, Exception> overrun,
        Action beforeUpdate,
        Action afterUpdate,
        CancellationToken limit,
        [EnumeratorCancellation] CancellationToken caller)
    {
        var updates = stream.GetAsyncEnumerator(caller);
        await using var _ = updates.ConfigureAwait(false);
        while (true)
        {
            beforeUpdate();
            var hasUpdate = await HoldAsync(updates.MoveNextAsync(), overrun, limit, caller).ConfigureAwait(false);
            afterUpdate();
            if (!hasUpdate)
            {
                yield break;
            }

            yield return updates.Current;
        }
    }
}
