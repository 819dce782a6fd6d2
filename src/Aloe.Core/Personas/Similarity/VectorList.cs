namespace Aloe.Personas;

internal static class VectorList
{
    /// <summary>Writes vectors back to back.</summary>
    /// <param name="vectors">The vectors.</param>
    /// <param name="firstNumber">What errors call the first one.</param>
    /// <exception cref="ArgumentException">They have different numbers of components.</exception>
    public static float[] Flatten(IReadOnlyList<ReadOnlyMemory<float>> vectors, int firstNumber = 0)
    {
        if (vectors.Count == 0)
        {
            return [];
        }

        var dimensions = vectors[0].Length;
        var flat = new float[checked(vectors.Count * dimensions)];
        for (var i = 0; i < vectors.Count; i++)
        {
            if (vectors[i].Length != dimensions)
            {
                throw new ArgumentException($"Embedding {firstNumber + i} has {vectors[i].Length} components; those before have {dimensions}.", nameof(vectors));
            }

            vectors[i].CopyTo(flat.AsMemory(i * dimensions));
        }

        return flat;
    }
}
