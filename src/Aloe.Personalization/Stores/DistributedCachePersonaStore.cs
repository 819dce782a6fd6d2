using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aloe.Personalization;

/// <summary>Keeps pictures in a distributed cache, such as Redis or SQL Server, under a prefix and a hash of the user's id.</summary>
/// <remarks>An entry that is no picture counts as none, with a warning. Thread-safe if the cache is.</remarks>
public sealed class DistributedCachePersonaStore : IPersonaStore
{
    private readonly IDistributedCache _cache;
    private readonly DistributedCacheEntryOptions _expiry;
    private readonly string _prefix;
    private readonly ILogger _logger;

    /// <summary>Creates a store.</summary>
    /// <param name="cache">The cache; disposed by you.</param>
    /// <param name="expiry">When an entry expires after it was written or last read; null means never. Not to be changed any more.</param>
    /// <param name="prefix">Beginning of every key; keeps apart what shares a cache. <value>Default: <c>aloe.picture.</c></value></param>
    /// <param name="logger">Is told of entries that cannot be read; null tells nobody.</param>
    public DistributedCachePersonaStore(
        IDistributedCache cache, DistributedCacheEntryOptions? expiry = null, string prefix = "aloe.picture.", ILogger<DistributedCachePersonaStore>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(cache);
        ArgumentNullException.ThrowIfNull(prefix);
        _cache = cache;
        _expiry = expiry ?? new DistributedCacheEntryOptions();
        _prefix = prefix;
        _logger = logger ?? NullLogger<DistributedCachePersonaStore>.Instance;
    }

    /// <inheritdoc/>
    public async Task<UserPicture?> GetAsync(string user, CancellationToken cancellationToken = default)
    {
        var key = KeyOf(user);
        if (await _cache.GetAsync(key, cancellationToken).ConfigureAwait(false) is not { } json)
        {
            return null;
        }

        var picture = PictureFormat.Read(json);
        if (picture is null)
        {
            _logger.Unreadable(key);
        }

        return picture;
    }

    /// <inheritdoc/>
    public Task SetAsync(string user, UserPicture picture, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return _cache.SetAsync(KeyOf(user), PictureFormat.Write(picture), _expiry, cancellationToken);
    }

    /// <inheritdoc/>
    public Task ForgetAsync(string user, CancellationToken cancellationToken = default) => _cache.RemoveAsync(KeyOf(user), cancellationToken);

    private string KeyOf(string user) => _prefix + UserHash.Of(user);
}
