using Aloe.Prompts;
using Microsoft.Extensions.AI;

namespace Aloe.Evaluation;

/// <summary>Asks a judge which claims about a person agree with which sentences of the persona.</summary>
/// <remarks>Thread-safe as far as the client is.</remarks>
public sealed class PersonaMatcher
{
    /// <summary>Creates a matcher.</summary>
    /// <param name="judge">The model that is asked.</param>
    /// <param name="prompts">Uses <see cref="PromptSet.PersonaMatch"/>; null means <see cref="PromptSet.Default"/>.</param>
    public PersonaMatcher(IChatClient judge, PromptSet? prompts = null) => throw new NotImplementedException();

    /// <summary>Holds claims against a persona.</summary>
    /// <param name="persona">Who the user is.</param>
    /// <param name="inferred">Who they were taken to be.</param>
    /// <param name="seed">Seed of the judge's draws; null gives none.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The counts; null where the judge's answer could not be read.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public Task<InferredPersona?> MatchAsync(Persona persona, RevealedPersona inferred, long? seed = null, CancellationToken cancellationToken = default) => throw new NotImplementedException();
}
