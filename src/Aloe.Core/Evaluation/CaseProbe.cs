using Aloe.Conversations;
using Microsoft.Extensions.AI;

namespace Aloe.Evaluation;

/// <summary>Asks, while a case is played, who its user is, and holds the answer against the persona.</summary>
/// <param name="conversation">The conversation of the case.</param>
/// <param name="inference">Asks who the user is.</param>
/// <param name="matcher">Holds it against the persona.</param>
internal sealed class CaseProbe(CaseConversation conversation, PersonaInference inference, PersonaMatcher matcher)
{
    /// <summary>The probe that the options ask for; null for none.</summary>
    /// <param name="setup">What all cases have in common.</param>
    /// <param name="conversation">The conversation of the case.</param>
    /// <param name="judge">Holds what is inferred against the persona.</param>
    /// <param name="keep">What clients are used through.</param>
    public static CaseProbe? Of(EvaluationSetup setup, CaseConversation conversation, IChatClient judge, Func<IChatClient, string, IChatClient> keep)
    {
        var asked = setup.Options.PersonaProbe switch
        {
            // Not the client of the case, which may remember what it is asked.
            PersonaProbe.Model => keep(setup.Assistant.Client, RoleName.Probe),
            PersonaProbe.Inducer => keep(setup.Roles.Inducer, RoleName.Inducer),
            _ => null,
        };
        return asked is null ? null : new CaseProbe(conversation, new PersonaInference(asked, setup.Prompts), new PersonaMatcher(judge, setup.Prompts));
    }

    /// <summary>Who the user is taken to be after the turn under way; null where an answer could not be read.</summary>
    /// <remarks>From the conversation and nothing that was understood before, so that every turn is a measurement of its own.</remarks>
    public async Task<InferredPersona?> AskAsync(CancellationToken cancellationToken)
    {
        var heard = conversation.ToDialogue().Append(new DialogueMessage(DialogueRole.Assistant, conversation.Reply));
        return await inference.InferAsync(heard, known: null, conversation.Seed(RoleName.Probe), cancellationToken).ConfigureAwait(false) is { } persona
            ? await matcher.MatchAsync(conversation.Case.Persona, persona, conversation.Seed("match"), cancellationToken).ConfigureAwait(false)
            : null;
    }
}
