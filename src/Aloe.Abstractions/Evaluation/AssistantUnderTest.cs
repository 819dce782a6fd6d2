using Microsoft.Extensions.AI;

namespace Aloe;

/// <summary>What a benchmark measures: a name and the client that answers.</summary>
/// <param name="Name">Name in the report.</param>
/// <param name="Client">Answers the user; sees the conversation and nothing of the persona.</param>
public sealed record AssistantUnderTest(string Name, IChatClient Client)
{
    /// <summary>Your system prompt, the same in every case; null gives none.</summary>
    public string? Instructions { get; init; }

    /// <summary>For controls such as an oracle: the system message to give the client for a case, in the place of <see cref="Instructions"/>; null gives none.</summary>
    public Func<Persona, string>? SystemPrompt { get; init; }

    /// <summary>
    /// For an assistant that asks other clients beside <see cref="Client"/> or keeps something about its user: builds the client of one case. Null takes <see cref="Client"/> for all.
    /// Clients must be used through <see cref="CaseScope.Keep"/>, so that a run that is stopped asks nothing twice. The client that is built is not disposed.
    /// </summary>
    public Func<CaseScope, IChatClient>? ForCase { get; init; }
}
