using Aloe.Prompts;
using Microsoft.Extensions.AI;

namespace Aloe.Evaluation;

/// <summary>Asks a model who the user of a conversation is; it sees the conversation and nothing of the persona.</summary>
/// <remarks>Thread-safe as far as the client is.</remarks>
public sealed class PersonaInference
{
    /// <summary>Creates an inference.</summary>
    /// <param name="client">The model that is asked.</param>
    /// <param name="prompts">Uses <see cref="PromptSet.PersonaInference"/>; null means <see cref="PromptSet.Default"/>.</param>
    public PersonaInference(IChatClient client, PromptSet? prompts = null) => throw new NotImplementedException();

    /// <summary>Asks.</summary>
    /// <param name="conversation">The conversation so far; at least one message of the user.</param>
    /// <param name="known">What is known from before; it may be confirmed, corrected or dropped.</param>
    /// <param name="seed">Seed of the model's draws; null gives none.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>What the model believes of the user now, at most a line for each fact and trait, without empty ones and repetitions; null where its answer could not be read.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<RevealedPersona?> InferAsync(IEnumerable<DialogueMessage> conversation, RevealedPersona? known = null, long? seed = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();
}
