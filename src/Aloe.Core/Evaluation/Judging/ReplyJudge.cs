using Aloe.Answers;
using Aloe.Prompts;
using Microsoft.Extensions.AI;

namespace Aloe.Evaluation;

/// <summary>Asks a judge who knows the whole persona to score one reply, 1 to 5 (paper, section 4.1).</summary>
/// <remarks>
/// <para>The first answer is taken at temperature 0. One that holds no score is asked for again at the judge's own temperature and with another seed, since it must be free to answer otherwise.</para>
/// <para>Providers that are known to take JSON schemas (OpenAI, Ollama) are given one. Errors of the client pass through: retries belong into its pipeline. Thread-safe as far as the client is.</para>
/// </remarks>
public sealed class ReplyJudge
{
    private static readonly AnswerForm<JudgeReading> ScoreForm = JudgeScoreParser.Form("style", "content", "naturalness", "overall");

    private readonly IChatClient _client;
    private readonly PromptSet _prompts;
    private readonly int _attempts;

    /// <summary>Creates a judge.</summary>
    /// <param name="client">The model that judges.</param>
    /// <param name="prompts">Uses <see cref="PromptSet.JudgeScore"/>. <value>Default: <see cref="PromptSet.Default"/>.</value></param>
    /// <param name="attempts">Times an answer that holds no score is asked for again. <value>Default: 2. Range: 0 to 10.</value></param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="attempts"/> is out of range.</exception>
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
    /// <param name="seed">Seed of the judge's draws, from which each round and each time it is asked again gets its own; null gives none.</param>
    /// <param name="round">1-based time that this judge is asked about this reply; from the second on, the judge's own temperature is used, so that rounds differ.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The scores or, where none of the answers holds an overall score from 1 to 5, what was wrong with the last one.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="round"/> is below 1.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<Judgement> ScoreAsync(
        Persona persona, IEnumerable<DialogueMessage> conversation, string reply, long? seed = null, int round = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(persona);
        ArgumentNullException.ThrowIfNull(conversation);
        ArgumentNullException.ThrowIfNull(reply);
        var task = PromptSet.Fill(
            _prompts.JudgeScore, ("profile", persona.Profile), ("personality", persona.Personality), ("conversation", PromptSet.Transcript(conversation)), ("reply", reply));
        var (reading, answer) = await _client.AskAsync(task, ScoreForm, _attempts, seed, Require.AtLeast(round, 1, nameof(round)), cancellationToken).ConfigureAwait(false);
        return new Judgement(Name, round, reading.Score, reading.MissingFrom(answer));
    }
}
