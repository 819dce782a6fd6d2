using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Aloe.Evaluation;
using Aloe.Randomness;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace Aloe.Evaluators;

/// <summary>What an evaluator was given, once it is known to be complete.</summary>
internal sealed class JudgeTask
{
    private readonly AlignmentEvaluatorOptions _options;
    private readonly PersonaContext _context;
    private readonly ReplyJudge _judge;
    private readonly bool _isSimulated;
    private readonly string? _model;

    private JudgeTask(IReadOnlyList<GivenReply> replies, string? model, IChatClient judge, PersonaContext context, AlignmentEvaluatorOptions options)
    {
        (Replies, _model, _context, _options) = (replies, model, context, options);
        (_judge, _isSimulated) = (new ReplyJudge(judge, options.Prompts, options.JudgeAttempts), Participants.IsSimulated(judge));
    }

    /// <summary>The replies of the conversation, at least one; the last is the response.</summary>
    public IReadOnlyList<GivenReply> Replies { get; }

    /// <summary>Makes a task of what an evaluator was given, or says what it lacks.</summary>
    public static bool TryCreate(
        IEnumerable<ChatMessage> messages,
        ChatResponse response,
        ChatConfiguration? configuration,
        IEnumerable<EvaluationContext>? contexts,
        AlignmentEvaluatorOptions options,
        [NotNullWhen(true)] out JudgeTask? task,
        [NotNullWhen(false)] out string? lack)
    {
        var context = contexts?.OfType<PersonaContext>().FirstOrDefault();
        var replies = GivenReply.In([.. messages, .. response.Messages]);
        lack = configuration is null ? "There is no judge: pass a ChatConfiguration with the chat client that judges."
            : context is null ? "The persona is missing: pass a PersonaContext that says who the user is."
            : string.IsNullOrWhiteSpace(response.Text) ? "The response holds no text; there is no reply to judge."
            : replies.Count == 0 ? "The conversation holds no message of the user that the response could answer."
            : null;
        task = lack is null ? new JudgeTask(replies, response.ModelId, configuration!.ChatClient, context!, options) : null;
        return task is not null;
    }

    /// <summary>Lets the judge score a reply. Whatever goes wrong is told, not thrown.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<ReplyScore> ScoreAsync(GivenReply reply, CancellationToken cancellationToken)
    {
        var seed = SeededRandom.For(_options.Seed, _context.Persona.Id, Text(reply.Turn), "judge").NextSeed();
        try
        {
            var judgement = await _judge.ScoreAsync(_context.Persona, reply.Conversation, reply.Text, seed, cancellationToken: cancellationToken).ConfigureAwait(false);
            return new ReplyScore(reply, judgement.Score, judgement.Score is null ? Describe(judgement.Missing) : null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // One judge call that fails must not end the evaluation of everything else.
            return new ReplyScore(reply, null, $"The judge could not be asked: {exception.GetType().Name}: {exception.Message}");
        }
    }

    /// <summary>Says of every metric on what it rests.</summary>
    public EvaluationResult Sign(params IReadOnlyList<EvaluationMetric> metrics)
    {
        var result = new EvaluationResult(metrics);
        result.AddOrUpdateContextInAllMetrics(_context);
        result.AddOrUpdateMetadataInAllMetrics("aloe-judge", _judge.Name);
        result.AddOrUpdateMetadataInAllMetrics("aloe-prompts", _options.Prompts.Fingerprint());
        if (_model is { Length: > 0 })
        {
            result.AddOrUpdateMetadataInAllMetrics("aloe-model", _model);
        }

        if (_isSimulated)
        {
            result.AddOrUpdateMetadataInAllMetrics("aloe-participants", Participants.Simulated);
        }

        return result;
    }

    private static string Describe(MissingScore? missing) => missing?.Cause switch
    {
        null or MissingScoreCause.Empty => "The judge answered with nothing.",
        MissingScoreCause.Refusal => $"The judge declined: “{missing.Answer}”",
        MissingScoreCause.OffScale => $"The judge's score is not between 1 and 5: “{missing.Answer}”",
        MissingScoreCause.Contradictory => $"The judge gave several scores that differ: “{missing.Answer}”",
        _ => $"The judge's answer holds no score: “{missing.Answer}”",
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
