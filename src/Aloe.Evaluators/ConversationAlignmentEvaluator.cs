using System.Globalization;
using Aloe.Evaluation;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace Aloe.Evaluators;

/// <summary>Lets a judge who knows the user's persona score every reply of a conversation, and summarises the scores over the turns: AL(k) of one conversation (paper, section 4.2).</summary>
/// <remarks>
/// <para>Judge, persona, metadata and what happens on errors are as for <see cref="AlignmentEvaluator"/>; the last reply is the response. One call to the judge for each reply.</para>
/// <para>
/// The average is over the replies that have a score. Only it can fail by its value (<see cref="AlignmentEvaluatorOptions.PassingScore"/>); its metadata hold the score of each reply, <c>aloe-turn-1</c> and so on.
/// Both improvement rates need two replies at least and a score of every one; they are not rated. The worst turn is the score of the worst reply, the first of equals; its metadata name it, <c>aloe-worst-turn</c>.
/// </para>
/// <para>A single conversation says little of a model: the scores of one user are no measure of others. For a statement about a model run the benchmark and assert on its verdict, <see cref="AloeAssert"/>.</para>
/// </remarks>
/// <param name="options">Passing score, attempts, concurrency, prompts; null means the defaults.</param>
public sealed class ConversationAlignmentEvaluator(AlignmentEvaluatorOptions? options = null) : IEvaluator
{
    private readonly AlignmentEvaluatorOptions _options = options ?? new();

    /// <summary>Name of the metric for the mean score of the replies, 1 to 5.</summary>
    public static string AverageMetricName => "Alignment (average)";

    /// <summary>Name of the metric for IR, the slope of the scores over the turns. Unit: points per turn.</summary>
    public static string ImprovementRateMetricName => "Alignment (improvement rate)";

    /// <summary>Name of the metric for N-IR, the slope of the scores scaled to 0..1; 0 where all are the same.</summary>
    public static string NormalizedImprovementRateMetricName => "Alignment (normalized improvement rate)";

    /// <summary>Name of the metric for the lowest score of a reply, 1 to 5.</summary>
    public static string WorstTurnMetricName => "Alignment (worst turn)";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> EvaluationMetricNames { get; } =
        [AverageMetricName, ImprovementRateMetricName, NormalizedImprovementRateMetricName, WorstTurnMetricName];

    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async ValueTask<EvaluationResult> EvaluateAsync(
        IEnumerable<ChatMessage> messages,
        ChatResponse modelResponse,
        ChatConfiguration? chatConfiguration = null,
        IEnumerable<EvaluationContext>? additionalContext = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentNullException.ThrowIfNull(modelResponse);
        if (!JudgeTask.TryCreate(messages, modelResponse, chatConfiguration, additionalContext, _options, out var task, out var lack))
        {
            return new EvaluationResult(EvaluationMetricNames.Select(name => ScoreMetric.Missing(name, lack)));
        }

        var turns = new ReplyScore[task.Replies.Count];
        var parallelism = new ParallelOptions { MaxDegreeOfParallelism = _options.Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, turns.Length, parallelism, async (i, token) => turns[i] = await task.ScoreAsync(task.Replies[i], token).ConfigureAwait(false)).ConfigureAwait(false);
        return task.Sign([Average(turns), .. Improvement(turns), WorstTurn(turns)]);
    }

    private NumericMetric Average(ReplyScore[] turns)
    {
        var scores = Scores(turns);
        var metric = scores.Count > 0
            ? ScoreMetric.Of(AverageMetricName, scores.Average(), _options.PassingScore)
            : ScoreMetric.Missing(AverageMetricName, "No reply has a score.");
        foreach (var turn in turns)
        {
            metric.AddOrUpdateMetadata($"aloe-turn-{Text(turn.Reply.Turn)}", turn.Score is { } score ? ScoreMetric.Text(score.Overall) : "none");
        }

        metric.AddDiagnostics(turns.Where(turn => turn.Score is null).Select(turn => EvaluationDiagnostic.Warning($"Reply {Text(turn.Reply.Turn)} is left out: {turn.Problem}")));
        return metric;
    }

    private static IEnumerable<NumericMetric> Improvement(ReplyScore[] turns)
    {
        var scores = Scores(turns);
        var lack = scores.Count < turns.Length ? "A rate needs a score of every reply."
            : turns.Length < 2 ? "A rate needs two replies at least."
            : null;
        if (lack is not null)
        {
            return [ScoreMetric.Missing(ImprovementRateMetricName, lack), ScoreMetric.Missing(NormalizedImprovementRateMetricName, lack)];
        }

        var curve = AlignmentMetrics.Curve(scores);
        return [new NumericMetric(ImprovementRateMetricName, curve.Ir), new NumericMetric(NormalizedImprovementRateMetricName, curve.NIr)];
    }

    private static NumericMetric WorstTurn(ReplyScore[] turns)
    {
        if (turns.Where(turn => turn.Score is not null).MinBy(turn => turn.Score!.Overall) is not { } worst)
        {
            return ScoreMetric.Missing(WorstTurnMetricName, "No reply has a score.");
        }

        var metric = ScoreMetric.Of(WorstTurnMetricName, worst.Score!.Overall, reason: $"Reply {Text(worst.Reply.Turn)}: “{worst.Reply.Text}”");
        metric.AddOrUpdateMetadata("aloe-worst-turn", Text(worst.Reply.Turn));
        return metric;
    }

    private static List<double> Scores(ReplyScore[] turns) => [.. turns.Where(turn => turn.Score is not null).Select(turn => turn.Score!.Overall)];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
