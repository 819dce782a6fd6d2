using Aloe.Conversations;
using Microsoft.Extensions.AI;

namespace Aloe.Evaluation;

/// <summary>Who looks on while a case is played, and never becomes part of its conversation: the judges, and whoever is asked who the user is. Used by one caller at a time.</summary>
internal sealed class CaseJudges
{
    private readonly EvaluationOptions _options;
    private readonly CaseConversation _conversation;
    private readonly Persona _shown;
    private readonly ReplyJudge[] _judges;
    private readonly DriftJudge _drift;
    private readonly CaseProbe? _probe;

    /// <param name="setup">What all cases have in common.</param>
    /// <param name="conversation">The conversation of the case.</param>
    /// <param name="keep">What clients are used through.</param>
    public CaseJudges(EvaluationSetup setup, CaseConversation conversation, Func<IChatClient, string, IChatClient> keep)
    {
        (_options, _conversation) = (setup.Options, conversation);
        _shown = (setup.JudgedAs(conversation.Case) ?? conversation.Case).Persona;
        var clients = setup.Judges.Select((judge, index) => keep(judge, RoleName.JudgeAt(index))).ToList();
        _judges = [.. clients.Select(client => new ReplyJudge(client, setup.Prompts, _options.JudgeAttempts))];
        _drift = new DriftJudge(clients[0], setup.Prompts, _options.JudgeAttempts);
        _probe = CaseProbe.Of(setup, conversation, clients[0], keep);
    }

    /// <summary>The turn under way, with everything that is said about it.</summary>
    public async Task<ScoredTurn> JudgeAsync(CancellationToken cancellationToken)
    {
        var judgements = new List<Judgement>(_judges.Length * _options.JudgeRounds);
        for (var i = 0; i < _judges.Length; i++)
        {
            var seed = _conversation.Seed(RoleName.JudgeAt(i));
            for (var round = 1; round <= _options.JudgeRounds; round++)
            {
                judgements.Add(await _judges[i].ScoreAsync(_shown, _conversation.ToDialogue(), _conversation.Reply, seed, round, cancellationToken).ConfigureAwait(false));
            }
        }

        var counted = judgements[.._options.JudgeRounds];
        var score = Mean([.. counted.Select(judgement => judgement.Score).OfType<TurnScore>()]);
        var turn = new ScoredTurn(_conversation.Turn, _conversation.User, _conversation.Reply, score)
        {
            Missing = score is null ? counted[^1].Missing : null,
            Inferred = _probe is null ? null : await _probe.AskAsync(cancellationToken).ConfigureAwait(false),
        };
        return judgements.Count > 1 ? turn with { Judgements = judgements } : turn;
    }

    /// <summary>Whether the user stayed who they are; null where that is not asked.</summary>
    public async Task<DriftCheck?> CheckDriftAsync(CancellationToken cancellationToken) => _options.CheckDrift
        ? await _drift.CheckAsync(_conversation.Case.Persona, _conversation.PastDialogue(), _conversation.Seed("drift"), cancellationToken).ConfigureAwait(false)
        : null;

    /// <summary>Per dimension, over the judgements that have it.</summary>
    private static TurnScore? Mean(IReadOnlyList<TurnScore> scores) => scores.Count == 0
        ? null
        : new TurnScore(scores.Average(score => score.Overall), scores.Average(score => score.Style), scores.Average(score => score.Content), scores.Average(score => score.Naturalness));
}
