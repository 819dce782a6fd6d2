using System.Numerics.Tensors;
using Aloe.Randomness;

namespace Aloe.Benchmarks.Comparisons.PersonaFilter;

/// <summary>Random vectors of unit length, back to back.</summary>
internal sealed record EmbeddingSet(string Name, float[] Values)
{
    public const int Dimensions = 384;

    public int Count => Values.Length / Dimensions;

    public ReadOnlySpan<float> this[int index] => Values.AsSpan(index * Dimensions, Dimensions);

    /// <summary>
    /// As descriptions of people are: all alike to a degree (they are about people), some about the same topic, and each with something of its own, one more than another.
    /// The squared weights are 0.25 for what all share, 0 to 0.6 for the topic, drawn for each vector, and what is left for its own; topics are one for ten vectors.
    /// </summary>
    public static EmbeddingSet PersonaLike(int count)
    {
        var random = SeededRandom.For(1, "persona-like");
        var common = Direction(random);
        var topics = Enumerable.Range(0, count / 10).Select(_ => Direction(random)).ToArray();
        return Fill("persona-like", count, vector =>
        {
            var (topic, own, weight) = (topics[random.Next(topics.Length)], Direction(random), 0.6 * random.NextDouble());
            for (var i = 0; i < Dimensions; i++)
            {
                vector[i] = (float)((0.5 * common[i]) + (Math.Sqrt(weight) * topic[i]) + (Math.Sqrt(0.75 - weight) * own[i]));
            }
        });
    }

    /// <summary>Independent directions: no two of them are near each other, all are kept, and every pair must be looked at.</summary>
    public static EmbeddingSet Independent(int count)
    {
        var random = SeededRandom.For(1, "independent");
        return Fill("independent", count, vector => Direction(random).CopyTo(vector));
    }

    private static EmbeddingSet Fill(string name, int count, Action<float[]> write)
    {
        var vector = new float[Dimensions];
        var set = new EmbeddingSet(name, new float[count * Dimensions]);
        for (var i = 0; i < count; i++)
        {
            write(vector);
            TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), set.Values.AsSpan(i * Dimensions, Dimensions));
        }

        return set;
    }

    // Sums of uniform numbers are near enough to normal ones.
    private static float[] Direction(SeededRandom random)
    {
        var vector = new float[Dimensions];
        for (var i = 0; i < Dimensions; i++)
        {
            vector[i] = (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5);
        }

        TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), vector);
        return vector;
    }
}
