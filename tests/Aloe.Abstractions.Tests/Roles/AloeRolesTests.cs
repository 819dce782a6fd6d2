using Microsoft.Extensions.AI;

namespace Aloe.Abstractions.Tests.Roles;

public sealed class AloeRolesTests
{
    private readonly IChatClient _one = new SilentClient();
    private readonly IChatClient _other = new SilentClient();

    [Fact]
    public void OneClientCanPlayEveryRole()
    {
        var roles = AloeRoles.All(_one);
        Assert.All([roles.User, roles.Inducer, roles.Preferred, roles.Rejected, roles.Judge, roles.Author], client => Assert.Same(_one, client));
        Assert.Throws<ArgumentNullException>(() => AloeRoles.All(null!));
    }

    [Fact]
    public void TheUsersClientWritesUnlessAnAuthorIsNamed()
    {
        Assert.Same(_one, Roles(null).Author);
        Assert.Same(_other, Roles(_other).Author);

        AloeRoles Roles(IChatClient? author) => author is null
            ? new AloeRoles { User = _one, Inducer = _other, Preferred = _other, Rejected = _other, Judge = _other }
            : new AloeRoles { User = _one, Inducer = _one, Preferred = _one, Rejected = _one, Judge = _one, Author = author };
    }

    private sealed class SilentClient : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
            => throw new NotSupportedException();

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
            => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
