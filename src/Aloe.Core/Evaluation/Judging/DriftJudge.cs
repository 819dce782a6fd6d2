using Aloe.Answers;
using Aloe.Prompts;
using Microsoft.Extensions.AI;

namespace Aloe.Evaluation;

/// <summary>Asks a judge who knows the whole persona whether a simulated user still speaks as this person at the end of a conversation: a user who drifts makes the scores of late turns worthless.</summary>
/// <remarks>Asks, asks again and reads as <see cref="ReplyJudge"/> does. Thread-safe as far as the client is.</remarks>
public sealed class DriftJudge
{
    private static readonly AnswerForm<JudgeReading> Form = JudgeScoreParser.Form("score");

    private readonly IChatClient _client;
    private readonly PromptSet _prompts;
    private readonly int _attempts;

    /// <summary>Creates a judge.</summary>
    /// <param name="client">The model that judges.</param>
    /// <param name="prompts">Uses <see cref="PromptSet.JudgeDrift"/>. <value>Default: <see cref="PromptSet.Default"/>.</value></param>
    /// <param name="attempts">Times an answer that holds no score is asked for again. <value>Default: 2. Range: 0 to 10.</value></param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="attempts"/> is out of range.</exception>
    public DriftJudge(IChatClient client, PromptSet? prompts = null, int attempts = 2)
    {
        ArgumentNullException.ThrowIfNull(client);
        (_client, _prompts, _attempts) = (client, prompts ?? PromptSet.Default, Require.InRange(attempts, 0, 10, nameof(attempts)));
    }

    /// <summary>Scores how far the user has stayed the same person.</summary>
    /// <param name="persona">Who the user is to be.</param>
    /// <param name="conversation">The whole conversation.</param>
    /// <param name="seed">Seed of the judge's draws, from which each time it is asked again gets its own; null gives none.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The score or, where none of the answers holds one from 1 to 5, what was wrong with the last.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<DriftCheck> CheckAsync(Persona persona, IEnumerable<DialogueMessage> conversation, long? seed = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(persona);
        ArgumentNullException.ThrowIfNull(conversation);
        var task = PromptSet.Fill(_prompts.JudgeDrift, ("profile", persona.Profile), ("personality", persona.Personality), ("conversation", PromptSet.Transcript(conversation)));
        var (reading, answer) = await _client.AskAsync(task, Form, _attempts, seed, round: 1, cancellationToken).ConfigureAwait(false);
        return new DriftCheck(reading.Score?.Overall, reading.MissingFrom(answer));
    }
}
