using Aloe.Evaluation;
using Aloe.Planning;
using Aloe.Runs;
using Microsoft.Extensions.AI;

namespace Aloe.Catalogs;

/// <summary>Stage 4 of <see cref="AloeContext"/>: how well a model aligns itself to the person it talks to.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class EvaluationCatalog
{
    private readonly AloeContext _context;

    internal EvaluationCatalog(AloeContext context) => _context = context;

    /// <inheritdoc cref="AloeBenchmark.Aloe100"/>
    public Benchmark Aloe100 => AloeBenchmark.Aloe100;

    /// <summary>Creates an evaluator.</summary>
    /// <param name="roles">Who plays user and judge.</param>
    /// <param name="furtherJudges">Judges that score every reply too, for comparison; null for none.</param>
    public AloeEvaluator Evaluator(AloeRoles roles, IReadOnlyList<IChatClient>? furtherJudges = null) => new(roles, _context.Prompts, furtherJudges);

    /// <summary>Creates a run that keeps what it plays in a file and can be stopped at any moment.</summary>
    /// <param name="roles">Who plays user and judge.</param>
    /// <param name="path">The file, such as <c>my-model/cases.jsonl</c>; every model needs a folder of its own.</param>
    /// <param name="furtherJudges">Judges that score every reply too, for comparison; null for none.</param>
    /// <param name="settings">What else decides the results, by name; null for nothing.</param>
    public BenchmarkRun Run(AloeRoles roles, string path, IReadOnlyList<IChatClient>? furtherJudges = null, IReadOnlyDictionary<string, string>? settings = null)
        => new(roles, path, _context.Prompts, furtherJudges, settings);

    /// <summary>The calls of an evaluation, counted before anything is sent.</summary>
    /// <param name="assistant">The model under test.</param>
    /// <param name="benchmark">The cases.</param>
    /// <param name="options">The options.</param>
    /// <param name="furtherJudges">Judges beside the first.</param>
    /// <param name="lengths">Mean lengths of the texts; null means the assumptions of <see cref="TextLengths"/>.</param>
    public IReadOnlyList<RoleCalls> Plan(AssistantUnderTest assistant, Benchmark benchmark, EvaluationOptions options, int furtherJudges = 0, TextLengths? lengths = null)
        => EvaluationPlan.Of(assistant, benchmark, options, furtherJudges).Calls(lengths, _context.Prompts);

    /// <summary>Options with the seed of the context.</summary>
    /// <param name="turns">Turns of each conversation, K. Range: 1 to 100.</param>
    /// <param name="concurrency">Calls in flight at the same time. Range: 1 to 4,096.</param>
    public EvaluationOptions Options(int turns = 10, int concurrency = 8)
        => new() { Turns = turns, Concurrency = concurrency, Seed = _context.Seed };

    /// <summary>Runs the built-in benchmark of 100 cases.</summary>
    /// <param name="roles">Who plays user and judge.</param>
    /// <param name="assistant">The model under test.</param>
    /// <param name="turns">Turns of each conversation, K.</param>
    /// <param name="progress">Told after every judged turn.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public Task<AlignmentReport> EvaluateAsync(
        AloeRoles roles,
        AssistantUnderTest assistant,
        int turns = 10,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellationToken = default)
        => EvaluateAsync(roles, assistant, Options(turns), progress, cancellationToken);

    /// <summary>Runs the built-in benchmark of 100 cases.</summary>
    /// <param name="roles">Who plays user and judge.</param>
    /// <param name="assistant">The model under test.</param>
    /// <param name="options">Turns, concurrency and seed; their seed counts, not the context's.</param>
    /// <param name="progress">Told after every judged turn.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public Task<AlignmentReport> EvaluateAsync(
        AloeRoles roles,
        AssistantUnderTest assistant,
        EvaluationOptions options,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellationToken = default)
        => Evaluator(roles).EvaluateAsync(assistant, Aloe100, options, progress, cancellationToken);
}
