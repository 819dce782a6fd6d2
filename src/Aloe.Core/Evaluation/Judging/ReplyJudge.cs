using Aloe.Prompts;
using Aloe.Randomness;
using Microsoft.Extensions.AI;

namespace Aloe.Evaluation;

/// <summary>Asks a judge who knows the whole persona to score one reply, 1 to 5 (paper, section 4.1).</summary>
/// <remarks>The first answer is taken at temperature 0. Thread-safe as far as the client is.</remarks>
public sealed class ReplyJudge
{
    private readonly IChatClient _client;
    private readonly PromptSet _prompts;
    private readonly int _attempts;

    /// <summary>Creates a judge.</summary>
    /// <param name="client">The model that judges.</param>
    /// <param name="prompts">Uses <see cref="PromptSet.JudgeScore"/>; null means <see cref="PromptSet.Default"/>.</param>
    /// <param name="attempts">Times an answer that holds no score is asked for again. Range: 0 to 10.</param>
    public ReplyJudge(IChatClient client, PromptSet? prompts = null, int attempts = 2)
    {
        ArgumentNullException.ThrowIfNull(client);
        (_client, _prompts, _attempts) = (client, prompts ?? PromptSet.Default, Require.InRange(attempts, 0, 10, nameof(attempts)));
        Name = Participants.Name(client);
    }

    /// <summary>Provider and model of the judge.</summary>
    public string Name { get; }

    /// <summary>Scores a reply.</summary>
    /// <param name="persona">Who the user is.</param>
    /// <param name="conversation">The conversation up to and including the user's message.</param>
    /// <param name="reply">The reply to it.</param>
    /// <param name="seed">Seed of the judge's draws; null gives none.</param>
    /// <param name="round">1-based time that this judge is asked about this reply; from the second on, the judge's own temperature is used, so that rounds differ.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<Judgement> ScoreAsync(
        Persona persona, IEnumerable<DialogueMessage> conversation, string reply, long? seed = null, int round = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(persona);
        ArgumentNullException.ThrowIfNull(conversation);
        ArgumentNullException.ThrowIfNull(reply);
        var task = PromptSet.Fill(
            _prompts.JudgeScore, ("profile", persona.Profile), ("personality", persona.Personality), ("conversation", PromptSet.Transcript(conversation)), ("reply", reply));
        throw new NotImplementedException();
    }
}
