using Microsoft.Extensions.AI;

namespace Aloe.Personalization.Tests.Inference;

/// <summary>A conversation of a <see cref="PlayedUser"/>, marked so that it is known in a prompt.</summary>
internal sealed record PlayedConversation(int Era, int Number)
{
    public List<ChatMessage> Messages { get; } = [];

    public string Mark => $"conversation {Era}.{Number}.";
}
