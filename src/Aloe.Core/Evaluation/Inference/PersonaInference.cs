using Aloe.Conversations;
using Aloe.Prompts;
using Microsoft.Extensions.AI;

namespace Aloe.Evaluation;

/// <summary>Asks a model who the user of a conversation is; it sees the conversation and nothing of the persona.</summary>
/// <remarks>Asked at temperature 0. An answer that cannot be read is shown to the model once, with the wanted form. Thread-safe as far as the client is.</remarks>
public sealed class PersonaInference
{
    private const string NothingKnown = "(nothing yet)";

    private readonly PromptSet _prompts;
    private readonly PersonaQuestion _question;

    /// <summary>Creates an inference.</summary>
    /// <param name="client">The model that is asked.</param>
    /// <param name="prompts">Uses <see cref="PromptSet.PersonaInference"/> and <see cref="PromptSet.Repair"/>; null means <see cref="PromptSet.Default"/>.</param>
    public PersonaInference(IChatClient client, PromptSet? prompts = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _prompts = prompts ?? PromptSet.Default;
        _question = new PersonaQuestion(client, _prompts);
    }

    /// <summary>Asks.</summary>
    /// <param name="conversation">The conversation so far; at least one message of the user. System messages are not shown.</param>
    /// <param name="known">What is known from before; it may be confirmed, corrected or dropped.</param>
    /// <param name="seed">Seed of the model's draws; null gives none.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>
    /// What the model believes of the user now: at most 100 facts and 100 traits, a line of at most 500 characters each, without empty ones and repetitions; null where its answer could not be read.
    /// </returns>
    /// <exception cref="ArgumentException">The conversation has no message of the user.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<RevealedPersona?> InferAsync(IEnumerable<DialogueMessage> conversation, RevealedPersona? known = null, long? seed = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(conversation);
        var spoken = conversation.Where(message => message.Role != DialogueRole.System).ToList();
        if (!spoken.Exists(message => message.Role == DialogueRole.User))
        {
            throw new ArgumentException("The conversation has no message of the user, so there is nobody to know.", nameof(conversation));
        }

        var task = PromptSet.Fill(_prompts.PersonaInference, ("known", Known(known)), ("conversation", PromptSet.Transcript(spoken)));
        var answer = await _question.AskAsync(task, InducerAnswer.Form, seed, cancellationToken).ConfigureAwait(false);
        return answer.IsReadable ? new RevealedPersona(PersonaClaims.Clean(answer.Value.Facts), PersonaClaims.Clean(answer.Value.Traits)) : null;
    }

    private static string Known(RevealedPersona? known) => PromptSet.Known(known ?? RevealedPersona.Nothing) is { Length: > 0 } lines ? lines : NothingKnown;
}
