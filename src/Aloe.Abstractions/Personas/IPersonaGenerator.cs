namespace Aloe;

/// <summary>Stage 1: grows a diverse pool of persona texts from a few seeds (paper, section 3.1).</summary>
/// <remarks>Implementations are safe to use from several threads at once.</remarks>
public interface IPersonaGenerator
{
    /// <summary>Asks the author for new texts and keeps those that differ enough from everything kept so far, until a stop condition of <paramref name="options"/> holds.</summary>
    /// <param name="seeds">Texts to start from; they enter the pool unfiltered. At least one.</param>
    /// <param name="options">Target, threshold, budgets and seed.</param>
    /// <param name="progress">Told after every call.</param>
    /// <param name="cancellationToken">Stops the growth.</param>
    /// <returns>The pool, seeds first. For the same seeds, options and author it is the same on every run.</returns>
    /// <exception cref="ArgumentException">No seed was given.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<PersonaPool> GrowAsync(
        IReadOnlyList<string> seeds,
        PersonaGrowthOptions options,
        IProgress<PersonaGrowthProgress>? progress = null,
        CancellationToken cancellationToken = default);
}
