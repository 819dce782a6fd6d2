using System.Collections.Concurrent;

namespace Aloe.Personalization;

/// <summary>Keeps pictures as long as the process lives. It never drops one by itself: for many users take a store that does.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class InMemoryPersonaStore : IPersonaStore
{
    private readonly ConcurrentDictionary<string, UserPicture> _pictures = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<UserPicture?> GetAsync(string user, CancellationToken cancellationToken = default)
        => Task.FromResult(_pictures.GetValueOrDefault(Require.Text(user, nameof(user))));

    /// <inheritdoc/>
    public Task SetAsync(string user, UserPicture picture, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        _pictures[Require.Text(user, nameof(user))] = picture;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ForgetAsync(string user, CancellationToken cancellationToken = default)
    {
        _pictures.TryRemove(Require.Text(user, nameof(user)), out _);
        return Task.CompletedTask;
    }
}
