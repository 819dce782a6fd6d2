namespace Aloe;

/// <summary>Where the growth of a pool stands.</summary>
/// <param name="Kind">Which pool grows.</param>
/// <param name="Count">Texts in the pool, seeds included.</param>
/// <param name="Target">Pool size aimed at.</param>
/// <param name="Calls">Calls made to the author.</param>
/// <param name="Candidates">Texts that the author returned.</param>
/// <param name="TooSimilar">Candidates dropped by the similarity filter.</param>
/// <param name="Malformed">Pieces of answers that were no usable text.</param>
public sealed record PersonaGrowthProgress(
    PersonaTextKind Kind, int Count, int Target, int Calls, int Candidates, int TooSimilar, int Malformed);
