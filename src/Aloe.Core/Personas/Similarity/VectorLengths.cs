namespace Aloe.Personas;

/// <summary>Measures vectors and refuses those that have no direction. Its memory is used again by the next call.</summary>
internal sealed class VectorLengths
{
    private double[] _lengths = [];

    /// <summary>The lengths of vectors that lie back to back.</summary>
    /// <param name="vectors">The vectors.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="dimensions">Components of a vector; null where any number will do.</param>
    /// <exception cref="ArgumentException">A vector has no direction, or they have another number of components.</exception>
    public ReadOnlySpan<double> Measure(ReadOnlySpan<float> vectors, int count, int? dimensions)
    {
        if (count == 0 && vectors.IsEmpty)
        {
            return [];
        }

        var size = count == 0 ? 0 : vectors.Length / count;
        if (count == 0 || vectors.Length % count != 0 || (dimensions is not null && size != dimensions && size > 0))
        {
            throw new ArgumentException(dimensions is null ? $"{vectors.Length} numbers are not {count} embeddings of the same size."
                : count == 1 ? $"The embedding has {size} components; those before have {dimensions}."
                : $"{count} embeddings with {dimensions} components each were expected, not {vectors.Length} numbers.", nameof(vectors));
        }

        if (_lengths.Length < count)
        {
            _lengths = new double[count];
        }

        for (var i = 0; i < count; i++)
        {
            _lengths[i] = UnitVector.Length(vectors.Slice(i * size, size))
                ?? throw new ArgumentException($"{UnitVector.NoDirection}{(count > 1 ? $"; number {i} (from 0) is not so" : "")}.", nameof(vectors));
        }

        return _lengths.AsSpan(0, count);
    }
}
