using System.Numerics.Tensors;
using Aloe.Personas;
using static Aloe.Benchmarks.Comparisons.PersonaFilter.EmbeddingSet;

namespace Aloe.Benchmarks.Comparisons.PersonaFilter;

/// <summary>Ways to filter a set greedily. Each returns the numbers of the vectors that it kept.</summary>
internal static class FilterWays
{
    /// <summary>Candidates that are searched for at once by the ways that take many.</summary>
    private const int Block = 1_000;

    /// <summary>As the published scripts do it: one vector with one other at a time, their lengths computed again each time.</summary>
    public static List<int> OneAgainstOne(EmbeddingSet set, int count, double threshold)
        => Greedy(count, (kept, candidate) => kept.Exists(other => Cosine(set[other], set[candidate]) > threshold));

    /// <summary>One dot product after the other, with the vector instructions of the processor: what .NET offers as it is.</summary>
    public static List<int> DotLoop(EmbeddingSet set, int count, double threshold)
        => Greedy(count, (kept, candidate) => kept.Exists(other => TensorPrimitives.Dot(set[other], set[candidate]) > threshold));

    public static List<int> Filter(EmbeddingSet set, double threshold, out SimilarityFilter filter, int concurrency)
    {
        filter = new SimilarityFilter(threshold) { Concurrency = concurrency };
        var kept = new bool[set.Count];
        filter.TryAddAll(set.Values, kept);
        return [.. Enumerable.Range(0, set.Count).Where(i => kept[i])];
    }

    /// <summary>An exact search for the nearest kept vector, for many candidates at once, and dot products among the candidates.</summary>
    public static List<int> USearch(EmbeddingSet set, double threshold)
    {
        var pool = new float[set.Values.Length];
        var (kept, similarities) = (new List<int>(), new float[Block]);
        for (var first = 0; first < set.Count; first += Block)
        {
            var (count, before) = (Math.Min(Block, set.Count - first), kept.Count);
            if (before > 0)
            {
                USearchExact.MaxSimilarity(pool.AsSpan(0, before * Dimensions), set.Values.AsSpan(first * Dimensions, count * Dimensions), Dimensions, similarities);
            }

            for (var i = first; i < first + count; i++)
            {
                if ((before == 0 || similarities[i - first] <= threshold) && !kept.Skip(before).Any(other => TensorPrimitives.Dot(set[other], set[i]) > threshold))
                {
                    set[i].CopyTo(pool.AsSpan(kept.Count * Dimensions));
                    kept.Add(i);
                }
            }
        }

        return kept;
    }

    private static List<int> Greedy(int count, Func<List<int>, int, bool> isTooSimilar)
    {
        var kept = new List<int>();
        for (var candidate = 0; candidate < count; candidate++)
        {
            if (!isTooSimilar(kept, candidate))
            {
                kept.Add(candidate);
            }
        }

        return kept;
    }

    /// <summary>Cosine similarity as the published scripts compute it.</summary>
    public static float Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float dot = 0, squaresA = 0, squaresB = 0;
        for (var i = 0; i < a.Length; i++)
        {
            dot += a[i] * b[i];
            squaresA += a[i] * a[i];
            squaresB += b[i] * b[i];
        }

        return dot / MathF.Sqrt(squaresA * squaresB);
    }
}
