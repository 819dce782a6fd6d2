using System.Numerics.Tensors;
using Microsoft.Extensions.AI;

namespace Aloe.Reporting.Personas;

/// <summary>For each text its most similar other one, and the most similar pairs of all: near-duplicates that a pool should not have.</summary>
/// <param name="Nearest">For each text, in order, its most similar other one; of equals the first.</param>
/// <param name="Closest">The most similar pairs, each once, most similar first.</param>
/// <remarks>Exact: all pairs are compared, n²/2 dot products (3,310 texts of 384 components: about a second).</remarks>
public sealed record NearestNeighbours(IReadOnlyList<Neighbour> Nearest, IReadOnlyList<Neighbour> Closest)
{
    private const int EmbeddedAtOnce = 64;

    /// <summary>Texts compared with all others at a time, so that their vectors stay in the cache.</summary>
    private const int Block = 64;

    /// <summary>Embeds texts and compares all of them.</summary>
    /// <param name="texts">At least two.</param>
    /// <param name="embeddings">Embeds texts; vectors need not have unit length.</param>
    /// <param name="closest">Pairs to list in <see cref="Closest"/>. Range: 0 to 10,000.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">There are fewer than two texts.</exception>
    /// <exception cref="InvalidOperationException">An embedding is missing, has another size than the others or no direction.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task<NearestNeighbours> FindAsync(
        IReadOnlyList<string> texts, IEmbeddingGenerator<string, Embedding<float>> embeddings, int closest = 20, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(embeddings);
        Require.InRange(closest, 0, 10_000, nameof(closest));
        if (texts.Count < 2)
        {
            throw new ArgumentException($"Neighbours need at least two texts; there are {texts.Count}.", nameof(texts));
        }

        var vectors = new List<float[]>(texts.Count);
        foreach (var chunk in texts.Chunk(EmbeddedAtOnce))
        {
            var embedded = await embeddings.GenerateAsync(chunk, cancellationToken: cancellationToken).ConfigureAwait(false);
            if (embedded.Count != chunk.Length)
            {
                throw new InvalidOperationException($"The embedding model returned {embedded.Count} embeddings for {chunk.Length} texts.");
            }

            foreach (var embedding in embedded)
            {
                vectors.Add(Unit(embedding.Vector.Span, vectors.FirstOrDefault()?.Length, vectors.Count));
            }
        }

        return Compare(vectors, closest, cancellationToken);
    }

    private static float[] Unit(ReadOnlySpan<float> vector, int? dimensions, int index)
    {
        var norm = TensorPrimitives.Norm(vector);
        if (!(norm > 0) || !float.IsFinite(norm) || (dimensions ?? vector.Length) != vector.Length)
        {
            throw new InvalidOperationException($"The embedding of text {index} has {vector.Length} components and length {norm}; expected {dimensions ?? vector.Length} components and a length above 0.");
        }

        var unit = new float[vector.Length];
        TensorPrimitives.Divide(vector, norm, unit);
        return unit;
    }

    private static NearestNeighbours Compare(List<float[]> vectors, int closest, CancellationToken cancellationToken)
    {
        var nearest = Enumerable.Range(0, vectors.Count).Select(i => new Neighbour(i, -1, float.NegativeInfinity)).ToArray();

        // The least similar of the kept pairs comes out first; of equals the later one.
        var pairs = new PriorityQueue<Neighbour, (float Similarity, int Text, int Other)>();
        for (var start = 0; start < vectors.Count; start += Block)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var other = start + 1; other < vectors.Count; other++)
            {
                for (var text = start; text < Math.Min(start + Block, other); text++)
                {
                    var similarity = Math.Clamp(TensorPrimitives.Dot<float>(vectors[text], vectors[other]), -1, 1);
                    Take(nearest, text, other, similarity);
                    Take(nearest, other, text, similarity);
                    Take(pairs, new Neighbour(text, other, similarity), closest);
                }
            }
        }

        var best = pairs.UnorderedItems.OrderByDescending(pair => pair.Priority).Select(pair => pair.Element);
        return new NearestNeighbours(nearest, [.. best]);
    }

    private static void Take(Neighbour[] nearest, int text, int other, float similarity)
    {
        if (similarity > nearest[text].Similarity || (similarity == nearest[text].Similarity && other < nearest[text].Other))
        {
            nearest[text] = new Neighbour(text, other, similarity);
        }
    }

    private static void Take(PriorityQueue<Neighbour, (float Similarity, int Text, int Other)> pairs, Neighbour pair, int closest)
    {
        if (pairs.Count < closest)
        {
            pairs.Enqueue(pair, (pair.Similarity, -pair.Text, -pair.Other));
        }
        else if (closest > 0 && pair.Similarity >= pairs.Peek().Similarity)
        {
            pairs.EnqueueDequeue(pair, (pair.Similarity, -pair.Text, -pair.Other));
        }
    }
}
