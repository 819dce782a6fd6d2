namespace Aloe.Personas;

internal static class VectorList
{
    /// <summary>Writes vectors back to back.</summary>
    /// <exception cref="ArgumentException">They have different numbers of components.</exception>
    public static float[] Flatten(IReadOnlyList<ReadOnlyMemory<float>> vectors)
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
                throw new ArgumentException($"Embedding {i} has {vectors[i].Length} components; those before have {dimensions}.", nameof(vectors));
            }

            vectors[i].CopyTo(flat.AsMemory(i * dimensions));
        }

        return flat;
    }
}
