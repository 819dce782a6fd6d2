using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>A stream whose first update has come, or that ended without one. Up to here a call may be made again without anybody having seen anything of it.</summary>
internal sealed class OpenedStream
{
    private readonly IAsyncEnumerator<ChatResponseUpdate> _updates;
    private readonly bool _hasUpdate;

    private OpenedStream(IAsyncEnumerator<ChatResponseUpdate> updates, bool hasUpdate)
    {
        _updates = updates;
        _hasUpdate = hasUpdate;
    }

    public static async ValueTask<OpenedStream> OpenAsync(IAsyncEnumerable<ChatResponseUpdate> stream, CancellationToken cancellationToken)
    {
        var updates = stream.GetAsyncEnumerator(cancellationToken);
        try
        {
            return new OpenedStream(updates, await updates.MoveNextAsync().ConfigureAwait(false));
        }
        catch
        {
            await updates.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Every update; to be read once, at the end of which the stream is closed.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> ReadAsync()
    {
        await using var _ = _updates.ConfigureAwait(false);
        for (var hasUpdate = _hasUpdate; hasUpdate; hasUpdate = await _updates.MoveNextAsync().ConfigureAwait(false))
        {
            yield return _updates.Current;
        }
    }
}
