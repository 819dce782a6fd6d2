namespace Aloe.Personas;

/// <summary>The vector of a pool that is most similar to a given one.</summary>
/// <param name="Index">Its number in the pool, from 0 in the order in which the vectors were added; the first of equals. −1 where the pool is empty.</param>
/// <param name="Similarity">Cosine similarity, −1 to 1; −1 where the pool is empty.</param>
public readonly record struct NearestVector(int Index, double Similarity)
{
    internal static NearestVector None { get; } = new(-1, -1);
}
