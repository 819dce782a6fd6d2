using System.Runtime.CompilerServices;
using Aloe.Randomness;
using Aloe.Simulation.World;
using Microsoft.Extensions.AI;

namespace Aloe.Simulation.Participants;

/// <summary>A participant that answers at once, from the messages and <see cref="ChatOptions.Seed"/> alone: stateless, thread-safe, the same answer every time.</summary>
internal abstract class SimulatedChatClient(string role) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new(SimulatedParticipants.ProviderName, defaultModelId: $"simulated-{role}");

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        cancellationToken.ThrowIfCancellationRequested();
        var conversation = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var random = SeededRandom.For(options?.Seed ?? 0, [role, .. conversation.Select(message => message.Text)]);
        var answer = Answer(conversation, random);
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, answer))
        {
            ModelId = _metadata.DefaultModelId,
            FinishReason = ChatFinishReason.Stop,
            Usage = Usage(conversation, answer),
        };
        return Task.FromResult(response);
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        foreach (var update in response.ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
        // Holds nothing.
    }

    protected abstract string Answer(IReadOnlyList<ChatMessage> conversation, SeededRandom random);

    /// <summary>Words stand in for tokens.</summary>
    private static UsageDetails Usage(IReadOnlyList<ChatMessage> conversation, string answer)
    {
        var input = conversation.Sum(message => Words.Count(message.Text));
        var output = Words.Count(answer);
        return new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output };
    }
}
