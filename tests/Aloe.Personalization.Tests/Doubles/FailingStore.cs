namespace Aloe.Personalization.Tests.Doubles;

/// <summary>A store that is out of order, in the parts that the test says.</summary>
internal sealed class FailingStore(bool failsOnGet, bool failsOnSet) : IPersonaStore
{
    private readonly InMemoryPersonaStore _store = new();

    public Task<UserPicture?> GetAsync(string user, CancellationToken cancellationToken = default)
        => failsOnGet ? throw new IOException("secret of anna") : _store.GetAsync(user, cancellationToken);

    public Task SetAsync(string user, UserPicture picture, CancellationToken cancellationToken = default)
        => failsOnSet ? throw new IOException("secret of anna") : _store.SetAsync(user, picture, cancellationToken);

    public Task ForgetAsync(string user, CancellationToken cancellationToken = default) => _store.ForgetAsync(user, cancellationToken);
}
