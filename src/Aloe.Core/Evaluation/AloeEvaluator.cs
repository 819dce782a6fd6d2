using Aloe.Prompts;

namespace Aloe.Evaluation;

/// <summary>The benchmark: the user role plays every persona against the model under test, and the judge scores each reply (paper, section 4).</summary>
/// <remarks>
/// <para>Thread-safe as far as the chat clients are.</para>
/// <para>
/// The same seed gives the same report for any <see cref="EvaluationOptions.Concurrency"/>, as far as the clients answer the same call with the same text. Seeds depend on case, turn and role
/// but not on the model under test, so that all models meet the same users.
/// </para>
/// <para>
/// A model whose client itself implements <see cref="IBatchChatClient"/> is asked once a turn, with all cases in their order; any other one is asked case by case,
/// <see cref="EvaluationOptions.Concurrency"/> at a time. A client hidden in a wrapper that does not implement the interface is one of the others.
/// </para>
/// <para>
/// A reply that is empty is judged as it is. A user role that writes nothing, three times in a row, is taken to say “…”. Errors of a client end the run: retries belong into the client's pipeline.
/// The judge is asked at temperature 0; for a model that refuses it, put <c>ConfigureOptions</c> into the pipeline.
/// </para>
/// </remarks>
public sealed class AloeEvaluator : IAloeEvaluator
{
    private readonly AloeRoles _roles;
    private readonly PromptSet _prompts;

    /// <summary>Creates an evaluator.</summary>
    /// <param name="roles">Only <see cref="AloeRoles.User"/> and <see cref="AloeRoles.Judge"/> are used.</param>
    /// <param name="prompts">Their prompts. <value>Default: <see cref="PromptSet.Default"/>.</value></param>
    public AloeEvaluator(AloeRoles roles, PromptSet? prompts = null)
    {
        ArgumentNullException.ThrowIfNull(roles);
        _roles = roles;
        _prompts = prompts ?? PromptSet.Default;
    }

    /// <inheritdoc/>
    /// <exception cref="NoScoreException">At some turn, the judge scored no case; the conversations are in the exception.</exception>
    public async Task<AlignmentReport> EvaluateAsync(
        AssistantUnderTest assistant,
        Benchmark benchmark,
        EvaluationOptions options,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(assistant);
        ArgumentNullException.ThrowIfNull(benchmark);
        ArgumentNullException.ThrowIfNull(options);
        var run = new EvaluationRun(_roles, _prompts, assistant, options, benchmark.Cases, progress);
        var scored = assistant.Client is IBatchChatClient batchClient
            ? await run.PlayTogetherAsync(batchClient, cancellationToken).ConfigureAwait(false)
            : await run.PlayApartAsync(cancellationToken).ConfigureAwait(false);
        return new AlignmentReport(assistant.Name, Participants.Describe(_roles), Protocol(benchmark, options), AlignmentMetrics.Curve(scored), AlignmentMetrics.CountMissing(scored), scored);
    }

    private EvaluationProtocol Protocol(Benchmark benchmark, EvaluationOptions options) => new(
        $"{benchmark.Name} v{benchmark.Version}",
        benchmark.Hash,
        options.Turns,
        "1-5",
        _prompts.Fingerprint(),
        Participants.Name(_roles.User),
        Participants.Name(_roles.Judge),
        options.JudgeRounds,
        options.Opening,
        options.Control,
        options.Seed);
}
