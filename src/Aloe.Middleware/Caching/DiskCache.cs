using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Aloe.Middleware;

/// <summary>Answers of chat clients in one SQLite file, for any number of clients, threads and processes at once.</summary>
/// <remarks>
/// An answer that a caller has been given is committed: it survives <c>kill -9</c>. Entries carry a checksum; a damaged one counts as missing and is replaced by the next answer.
/// Requests are told apart by a SHA-256 over model, messages, options and salt (<see cref="CacheSaltExtensions"/>), in a form that does not depend on the version of this SDK.
/// Thread-safe. Give it to every client that should share the file, and dispose it after them.
/// </remarks>
public sealed class DiskCache : IAsyncDisposable
{
    private readonly DiskCacheOptions _options;
    private readonly CacheFile _file;
    private readonly CacheWriter _writer;
    private readonly CacheCounters _counters = new();

    /// <summary>Opens a cache, or makes an empty one.</summary>
    /// <param name="path">The file; its folder must exist. Two more files, <c>-wal</c> and <c>-shm</c>, lie beside it while it is open. Not on a network drive.</param>
    /// <param name="options">Limits; null means the defaults.</param>
    /// <exception cref="CacheFileException">The file is damaged, no cache, of a newer version, or cannot be opened.</exception>
    public DiskCache(string path, DiskCacheOptions? options = null)
    {
        Require.Text(path, nameof(path));
        Path = System.IO.Path.GetFullPath(path);
        _options = options ?? new DiskCacheOptions();
        _file = new CacheFile(Path, _options.LockTimeout);
        try
        {
            _writer = new CacheWriter(_file, _options);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Full path of the file.</summary>
    public string Path { get; }

    /// <summary>Counts since the cache was opened here.</summary>
    public CacheStatistics Statistics => _counters.Read();

    internal KeyedLock<string> UnderWay { get; } = new();

    /// <summary>Writes what is waiting and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync().ConfigureAwait(false);
        _file.Dispose();
    }

    /// <summary>The answer to a request, and counts of it; null where there is none that is whole and young enough.</summary>
    /// <exception cref="CacheFileException">The file is damaged as a whole.</exception>
    internal ChatResponse? Find(byte[] key)
    {
        var entry = _file.Read(key);
        if (entry is null || (_options.MaxAge is { } age && _options.TimeProvider.GetUtcNow() - entry.Created > age))
        {
            _counters.Missed();
            return null;
        }

        if (!TryRead(entry, out var response))
        {
            _counters.Damaged();
            return null;
        }

        _counters.Hit(entry.Body.Length, response.Usage);
        return response;
    }

    internal void Bypassed() => _counters.Bypassed();

    /// <summary>Keeps an answer, unless it is one that should be asked for again. Neither a failure to write nor a cancellation throws it away: the answer has been paid for.</summary>
    internal async Task KeepAsync(byte[] key, ChatResponse response)
    {
        if (!IsWorthKeeping(response) || Serialize(response) is not { } body)
        {
            _counters.NotStored();
            return;
        }

        try
        {
            await _writer.WriteAsync(CacheEntry.Of(key, _options.TimeProvider.GetUtcNow(), body)).ConfigureAwait(false);
            _counters.Stored(body.Length);
        }
        catch (CacheFileException)
        {
            _counters.WriteFailed();
        }
    }

    private bool IsWorthKeeping(ChatResponse response)
    {
        var contents = response.Messages.SelectMany(message => message.Contents).ToList();
        if (response.ContinuationToken is not null || contents.Any(content => content is ErrorContent))
        {
            return false;
        }

        var isEmpty = !contents.Any(content => content is not UsageContent and not TextReasoningContent && (content is not TextContent text || !string.IsNullOrWhiteSpace(text.Text)));
        var isCut = response.FinishReason == ChatFinishReason.Length || response.FinishReason == ChatFinishReason.ContentFilter;
        return _options.KeepIncomplete || !(isEmpty || isCut);
    }

    private static byte[]? Serialize(ChatResponse response)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(response, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ChatResponse)));
        }
        catch (Exception failure) when (failure is NotSupportedException or JsonException)
        {
            // Contents of an application's own type.
            return null;
        }
    }

    private static bool TryRead(CacheEntry entry, [NotNullWhen(true)] out ChatResponse? response)
    {
        response = null;
        try
        {
            response = entry.IsWhole ? (ChatResponse?)JsonSerializer.Deserialize(entry.Body, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ChatResponse))) : null;
        }
        catch (Exception failure) when (failure is NotSupportedException or JsonException)
        {
            // Written by another version of the library: asked for anew.
        }

        return response is not null;
    }
}
