using Aloe.Evaluation;

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
    public AloeEvaluator Evaluator(AloeRoles roles) => new(roles, _context.Prompts);

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
