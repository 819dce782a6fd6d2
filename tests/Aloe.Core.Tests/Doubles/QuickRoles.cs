using System.Globalization;
using Microsoft.Extensions.AI;

namespace Aloe.Core.Tests.Doubles;

/// <summary>Participants that answer at once and remember nothing.</summary>
internal static class QuickRoles
{
    public static AloeRoles All { get; } = new()
    {
        User = new Client(seed => $"message {seed}"),
        Inducer = new Client(_ => """{"facts":[],"traits":[]}"""),
        Preferred = new Client(seed => $"informed {seed}"),
        Rejected = new Client(seed => $"uninformed {seed}"),
        Judge = new Client(_ => """{"preferred":"A"}"""),
    };

    private sealed class Client(Func<string, string> answer) : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
            => Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, answer(options!.Seed!.Value.ToString(CultureInfo.InvariantCulture)))));

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
            => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
