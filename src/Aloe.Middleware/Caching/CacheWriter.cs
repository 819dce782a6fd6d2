using System.Threading.Channels;

namespace Aloe.Middleware;

/// <summary>The one writer of a process: takes what is waiting, writes it in one transaction, and then tells those who wait for it.</summary>
internal sealed class CacheWriter : IAsyncDisposable
{
    // As many as wait are written together, up to this, so that no transaction keeps other processes out for long.
    private const int BatchSize = 256;

    private readonly CacheFile _file;
    private readonly DiskCacheOptions _options;
    private readonly Channel<(CacheEntry Entry, TaskCompletionSource Written)> _queue;
    private readonly Task _loop;
    private long _size;
    private long _sinceCount;

    public CacheWriter(CacheFile file, DiskCacheOptions options)
    {
        _file = file;
        _options = options;
        _queue = Channel.CreateBounded<(CacheEntry, TaskCompletionSource)>(new BoundedChannelOptions(options.WriteQueue) { SingleReader = true });
        Trim();
        _loop = Task.Run(WriteAllAsync);
    }

    /// <summary>Comes back when the entry is committed.</summary>
    /// <exception cref="CacheFileException">It could not be written.</exception>
    public async Task WriteAsync(CacheEntry entry)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _queue.Writer.WriteAsync((entry, written)).ConfigureAwait(false);
        await written.Task.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
    }

    private async Task WriteAllAsync()
    {
        var batch = new List<(CacheEntry Entry, TaskCompletionSource Written)>(BatchSize);
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (batch.Count < BatchSize && _queue.Reader.TryRead(out var waiting))
            {
                batch.Add(waiting);
            }

            try
            {
                Write(batch.ConvertAll(waiting => waiting.Entry));
                batch.ForEach(waiting => waiting.Written.SetResult());
            }
            catch (CacheFileException failure)
            {
                batch.ForEach(waiting => waiting.Written.SetException(failure));
            }

            batch.Clear();
        }
    }

    private void Write(List<CacheEntry> entries)
    {
        _file.Write(entries);
        var bytes = entries.Sum(entry => (long)entry.Body.Length);
        _size += bytes;
        _sinceCount += bytes;

        // Counted anew now and then, because other processes write as well.
        if (_options.MaxBytes is { } limit && (_size > limit || _sinceCount > limit / 20))
        {
            Trim();
        }
    }

    private void Trim()
    {
        if (_options.MaxAge is { } age)
        {
            _file.DeleteBefore(_options.TimeProvider.GetUtcNow() - age);
        }

        if (_options.MaxBytes is { } limit)
        {
            _size = _file.Size;
            _sinceCount = 0;
            if (_size > limit)
            {
                _file.ShrinkTo(limit / 10 * 9);
                _size = _file.Size;
            }
        }
    }
}
