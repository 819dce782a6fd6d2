using System.Globalization;
using Aloe.Prompts;
using Aloe.Quality;
using Microsoft.Extensions.AI;

namespace Aloe.Evaluation;

/// <summary>Asks a judge which claims about a person agree with which sentences of the persona.</summary>
/// <remarks>
/// Facts are held against the sentences of the profile, traits against those of the personality; sentences end at <c>. ! ?</c> before white space, at their full-width forms and at line ends.
/// Asked at temperature 0. An answer that cannot be read is shown to the judge once, with the wanted form. Thread-safe as far as the client is.
/// </remarks>
public sealed class PersonaMatcher
{
    private const string Nothing = "(none)";

    private readonly PromptSet _prompts;
    private readonly PersonaQuestion _question;

    /// <summary>Creates a matcher.</summary>
    /// <param name="judge">The model that is asked.</param>
    /// <param name="prompts">Uses <see cref="PromptSet.PersonaMatch"/> and <see cref="PromptSet.Repair"/>; null means <see cref="PromptSet.Default"/>.</param>
    public PersonaMatcher(IChatClient judge, PromptSet? prompts = null)
    {
        ArgumentNullException.ThrowIfNull(judge);
        _prompts = prompts ?? PromptSet.Default;
        _question = new PersonaQuestion(judge, _prompts);
    }

    /// <summary>Holds claims against a persona. Where nothing is claimed, nobody is asked.</summary>
    /// <param name="persona">Who the user is.</param>
    /// <param name="inferred">Who they were taken to be.</param>
    /// <param name="seed">Seed of the judge's draws; null gives none.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The counts; null where the judge's answer could not be read.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<InferredPersona?> MatchAsync(Persona persona, RevealedPersona inferred, long? seed = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(persona);
        ArgumentNullException.ThrowIfNull(inferred);
        List<string> facts = [.. Sentence.Split(persona.Profile)];
        List<string> traits = [.. Sentence.Split(persona.Personality)];
        if (inferred.Facts.Count + inferred.Traits.Count == 0)
        {
            return new InferredPersona(inferred, Count([], inferred.Facts, facts), Count([], inferred.Traits, traits));
        }

        var task = PromptSet.Fill(
            _prompts.PersonaMatch, ("facts", Numbered(facts)), ("claimed_facts", Numbered(inferred.Facts)), ("traits", Numbered(traits)), ("claimed_traits", Numbered(inferred.Traits)));
        var answer = await _question.AskAsync(task, MatchAnswer.Form, seed, cancellationToken).ConfigureAwait(false);
        return answer.IsReadable
            ? new InferredPersona(inferred, Count(answer.Value.Facts, inferred.Facts, facts), Count(answer.Value.Traits, inferred.Traits, traits))
            : null;
    }

    /// <summary>Pairs with a number that no claim or no sentence has say nothing.</summary>
    private static MatchCounts Count(IReadOnlyList<(int Claim, int Sentence)> pairs, IReadOnlyList<string> claims, List<string> sentences)
    {
        var real = pairs.Where(pair => pair.Claim >= 1 && pair.Claim <= claims.Count && pair.Sentence >= 1 && pair.Sentence <= sentences.Count).ToList();
        return new MatchCounts(claims.Count, real.DistinctBy(pair => pair.Claim).Count(), sentences.Count, real.DistinctBy(pair => pair.Sentence).Count());
    }

    private static string Numbered(IReadOnlyList<string> lines) => lines.Count == 0
        ? Nothing
        : string.Join('\n', lines.Select((line, index) => string.Create(CultureInfo.InvariantCulture, $"{index + 1}. {PersonaClaims.Line(line)}")));
}
