using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace Aloe.Evaluators;

/// <summary>Lets a judge who knows the user's persona score one reply, 1 to 5, as the benchmark does (paper, section 4.1).</summary>
/// <remarks>
/// <para>The judge is the client of the <see cref="ChatConfiguration"/>; the persona comes as a <see cref="PersonaContext"/>. Thread-safe as far as that client is.</para>
/// <para>
/// All four metrics are rated: above 4 exceptional, above 3 good, above 2 average, above 1 poor, 1 unacceptable. Only the overall score can fail by its value (<see cref="AlignmentEvaluatorOptions.PassingScore"/>).
/// Metadata: <c>aloe-judge</c>, provider and model; <c>aloe-model</c>, what the response says of its model; <c>aloe-prompts</c>; and <c>aloe-participants: simulated</c> where the judge is a stand-in.
/// </para>
/// <para>
/// Without judge, persona, a message of the user or a text to judge, and where the judge fails or gives no score, metrics have no value, an error that says why, and count as failed. Nothing is thrown but for cancellation.
/// Instructions, tool calls and their results are not shown to the judge.
/// </para>
/// </remarks>
/// <param name="options">Passing score, attempts, prompts; null means the defaults.</param>
public sealed class AlignmentEvaluator(AlignmentEvaluatorOptions? options = null) : IEvaluator
{
    private readonly AlignmentEvaluatorOptions _options = options ?? new();

    /// <summary>Name of the metric that AL(k) averages: how glad this person would be to get the reply.</summary>
    public static string OverallMetricName => "Alignment (overall)";

    /// <summary>Name of the metric for how well the manner fits the personality.</summary>
    public static string StyleMetricName => "Alignment (style)";

    /// <summary>Name of the metric for how well the content fits the profile and what was said.</summary>
    public static string ContentMetricName => "Alignment (content)";

    /// <summary>Name of the metric for how human-like, engaging and concise the reply is.</summary>
    public static string NaturalnessMetricName => "Alignment (naturalness)";

    /// <inheritdoc/>
    public IReadOnlyCollection<string> EvaluationMetricNames { get; } = [OverallMetricName, StyleMetricName, ContentMetricName, NaturalnessMetricName];

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

        var scored = await task.ScoreAsync(task.Replies[^1], cancellationToken).ConfigureAwait(false);
        return scored.Score is { } score
            ? task.Sign(
                ScoreMetric.Of(OverallMetricName, score.Overall, _options.PassingScore),
                Part(StyleMetricName, score.Style),
                Part(ContentMetricName, score.Content),
                Part(NaturalnessMetricName, score.Naturalness))
            : task.Sign([.. EvaluationMetricNames.Select(name => ScoreMetric.Missing(name, scored.Problem!))]);
    }

    private static NumericMetric Part(string name, double? score)
        => score is { } value ? ScoreMetric.Of(name, value) : ScoreMetric.Missing(name, "The judge gave an overall score, but none for this part.");
}
