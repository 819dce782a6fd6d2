namespace Aloe.Catalogs;

/// <summary>Stage 4 of <see cref="AloeContext"/>: how well a model aligns itself to the person it talks to.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class EvaluationCatalog
{
    private readonly AloeContext _context;

    internal EvaluationCatalog(AloeContext context) => _context = context;

    /// <summary>Options with the seed of the context.</summary>
    /// <param name="turns">Turns of each conversation, K. Range: 1 to 100.</param>
    /// <param name="concurrency">Calls in flight at the same time. Range: 1 to 4,096.</param>
    public EvaluationOptions Options(int turns = 10, int concurrency = 8)
        => new() { Turns = turns, Concurrency = concurrency, Seed = _context.Seed };
}
