using Microsoft.Extensions.AI;

namespace Aloe;

/// <summary>What a benchmark measures: a name and the client that answers.</summary>
/// <param name="Name">Name in the report.</param>
/// <param name="Client">Answers the user; sees the conversation and nothing of the persona.</param>
public sealed record AssistantUnderTest(string Name, IChatClient Client)
{
    /// <summary>For controls such as an oracle: the system message to give the client for a case; null gives none.</summary>
    public Func<Persona, string>? SystemPrompt { get; init; }
}
