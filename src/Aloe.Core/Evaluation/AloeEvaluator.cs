using Aloe.Prompts;
using Microsoft.Extensions.AI;

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
/// <see cref="EvaluationOptions.Concurrency"/> at a time, and so is one with an <see cref="AssistantUnderTest.ForCase"/>. A client hidden in a wrapper that does not implement the interface is one of the others.
/// </para>
/// <para>
/// A reply that is empty is judged as it is. A user role that writes nothing, three times in a row, is taken to say “…”. Errors of a client end the run: retries belong into the client's pipeline,
/// and <see cref="Runs.BenchmarkRun"/> keeps what is played. The judge is asked at temperature 0; for a model that refuses it, put <c>ConfigureOptions</c> into the pipeline.
/// </para>
/// <para>Whoever is asked beside the conversation (judges, <see cref="EvaluationOptions.CheckDrift"/>, <see cref="EvaluationOptions.PersonaProbe"/>) leaves it as it is.</para>
/// </remarks>
public sealed class AloeEvaluator : IAloeEvaluator
{
    private readonly AloeRoles _roles;
    private readonly PromptSet _prompts;
    private readonly IReadOnlyList<IChatClient> _judges;

    /// <summary>Creates an evaluator.</summary>
    /// <param name="roles">Only <see cref="AloeRoles.User"/>, <see cref="AloeRoles.Judge"/> and, for <see cref="PersonaProbe.Inducer"/>, <see cref="AloeRoles.Inducer"/> are used.</param>
    /// <param name="prompts">Their prompts. <value>Default: <see cref="PromptSet.Default"/>.</value></param>
    /// <param name="furtherJudges">Judges that score every reply too, for comparison; AL(k) averages only what the judge of <paramref name="roles"/> says. <value>Default: none.</value></param>
    /// <exception cref="ArgumentException">Two judges have the same provider and model.</exception>
    public AloeEvaluator(AloeRoles roles, PromptSet? prompts = null, IReadOnlyList<IChatClient>? furtherJudges = null)
    {
        ArgumentNullException.ThrowIfNull(roles);
        (_roles, _prompts, _judges) = (roles, prompts ?? PromptSet.Default, EvaluationSetup.JudgesOf(roles, furtherJudges));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The benchmark has no other persona for some case, as <see cref="EvaluationControl.ShuffledPersonas"/> needs it.</exception>
    /// <exception cref="NoScoreException">At some turn, the judge scored no case; the conversations are in the exception.</exception>
    public async Task<AlignmentReport> EvaluateAsync(
        AssistantUnderTest assistant,
        Benchmark benchmark,
        EvaluationOptions options,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var setup = new EvaluationSetup(_roles, _judges, _prompts, assistant, benchmark, options);
        var run = new EvaluationRun(setup, progress);
        var scored = assistant is { ForCase: null, Client: IBatchChatClient batchClient }
            ? await run.PlayTogetherAsync(batchClient, cancellationToken).ConfigureAwait(false)
            : await run.PlayApartAsync(cancellationToken).ConfigureAwait(false);
        return setup.Report(scored, failed: []);
    }
}
