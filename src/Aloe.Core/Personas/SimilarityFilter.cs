using System.Numerics.Tensors;

namespace Aloe.Personas;

/// <summary>Keeps a set of embeddings diverse: a new one is kept only if it is not too similar to any that was kept before (paper, section 3.1).</summary>
/// <remarks>
/// Vectors are scaled to unit length, so that cosine similarity is a dot product, and lie back to back in one growing buffer.
/// Greedy and order-preserving: whether a vector is kept depends on the vectors kept before it and on nothing else. Not thread-safe.
/// </remarks>
public sealed class SimilarityFilter
{
    private readonly double _threshold;
    private float[] _vectors = [];

    /// <summary>Creates an empty filter.</summary>
    /// <param name="threshold">Highest cosine similarity to a kept vector at which a new one is still kept. Range: −1 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is out of range.</exception>
    public SimilarityFilter(double threshold) => _threshold = Require.InRange(threshold, -1, 1, nameof(threshold));

    /// <summary>Vectors kept so far.</summary>
    public int Count { get; private set; }

    /// <summary>Components of a vector, set by the first one.</summary>
    public int Dimensions { get; private set; }

    /// <summary>Keeps a vector whatever it resembles.</summary>
    /// <param name="vector">Finite and not all zero; its length does not matter.</param>
    /// <exception cref="ArgumentException">The vector has no direction, or another number of components than those before.</exception>
    public void Add(ReadOnlySpan<float> vector)
    {
        WriteUnit(vector);
        Count++;
    }

    /// <summary>Keeps a vector if its highest similarity to the kept ones is at most the threshold.</summary>
    /// <param name="vector">Finite and not all zero; its length does not matter.</param>
    /// <returns>Whether it was kept.</returns>
    /// <exception cref="ArgumentException">The vector has no direction, or another number of components than those before.</exception>
    public bool TryAdd(ReadOnlySpan<float> vector)
    {
        var unit = WriteUnit(vector);
        for (var i = 0; i < Count; i++)
        {
            if (Similarity(i, unit) > _threshold)
            {
                return false;
            }
        }

        Count++;
        return true;
    }

    /// <summary>The highest cosine similarity of a vector to the kept ones, −1 to 1; −1 while there are none.</summary>
    /// <param name="vector">Finite and not all zero; its length does not matter.</param>
    /// <exception cref="ArgumentException">The vector has no direction, or another number of components than those before.</exception>
    public float MaxSimilarity(ReadOnlySpan<float> vector)
    {
        var unit = WriteUnit(vector);
        var max = -1f;
        for (var i = 0; i < Count; i++)
        {
            max = Math.Max(max, Similarity(i, unit));
        }

        return max;
    }

    private float Similarity(int index, ReadOnlySpan<float> unit)
        => Math.Clamp(TensorPrimitives.Dot(_vectors.AsSpan(index * Dimensions, Dimensions), unit), -1, 1);

    /// <summary>Writes the vector at unit length into the slot behind the kept ones, where <see cref="Count"/> can take it in.</summary>
    private Span<float> WriteUnit(ReadOnlySpan<float> vector)
    {
        var norm = TensorPrimitives.Norm(vector);
        if (!(norm > 0) || !float.IsFinite(norm))
        {
            throw new ArgumentException("An embedding must be finite and must not be all zero.", nameof(vector));
        }

        if (Count > 0 && vector.Length != Dimensions)
        {
            throw new ArgumentException($"The embedding has {vector.Length} components; those before have {Dimensions}.", nameof(vector));
        }

        Dimensions = vector.Length;
        var end = checked((Count + 1) * Dimensions);
        if (_vectors.Length < end)
        {
            Array.Resize(ref _vectors, (int)Math.Max(end, Math.Min(Array.MaxLength, 2L * _vectors.Length)));
        }

        var slot = _vectors.AsSpan(end - Dimensions, Dimensions);
        TensorPrimitives.Divide(vector, norm, slot);
        return slot;
    }
}
