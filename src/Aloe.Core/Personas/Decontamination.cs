namespace Aloe.Personas;

/// <summary>Finds training texts that say what a text of a benchmark says, in the same words or in others: a model trained on them would be tested on what it was shown.</summary>
/// <remarks>Stateless and thread-safe. Similarity is that of <see cref="SimilarityFilter"/>: the same result on every machine, whatever the number of processors.</remarks>
public static class Decontamination
{
    private const int Batch = CandidateBlock.Size;

    /// <summary>Compares every training text with every benchmark text.</summary>
    /// <param name="training">Embeddings of the training texts, each finite and not all zero.</param>
    /// <param name="benchmark">Embeddings of the benchmark texts, by the same model.</param>
    /// <param name="threshold">Cosine similarity above which a training text is listed. Range: −1 to 1. Which one fits depends on the embedding model: look at the listed pairs.</param>
    /// <param name="cancellationToken">Stops the comparison.</param>
    /// <returns>The training texts whose highest similarity is above the threshold, in order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is out of range.</exception>
    /// <exception cref="ArgumentException">An embedding has no direction, or another number of components than the others; the message says which.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static IReadOnlyList<ContaminatedText> Find(
        IReadOnlyList<ReadOnlyMemory<float>> training, IReadOnlyList<ReadOnlyMemory<float>> benchmark, double threshold, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(benchmark);
        Require.InRange(threshold, -1, 1, nameof(threshold));
        if (training.Count == 0 || benchmark.Count == 0)
        {
            return [];
        }

        Check(benchmark, nameof(benchmark), benchmark[0].Length);
        Check(training, nameof(training), benchmark[0].Length);
        var pool = new SimilarityFilter(1);
        pool.TryAddAll(VectorList.Flatten(benchmark), new bool[benchmark.Count]);
        var found = new List<ContaminatedText>();
        var nearest = new NearestVector[Math.Min(Batch, training.Count)];
        for (var first = 0; first < training.Count; first += Batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var texts = training.Skip(first).Take(Batch).ToList();
            pool.MaxSimilarity(VectorList.Flatten(texts), nearest.AsSpan(0, texts.Count));
            for (var i = 0; i < texts.Count; i++)
            {
                if (nearest[i].Similarity > threshold)
                {
                    found.Add(new ContaminatedText(first + i, nearest[i].Index, nearest[i].Similarity));
                }
            }
        }

        return found;
    }

    private static void Check(IReadOnlyList<ReadOnlyMemory<float>> texts, string name, int dimensions)
    {
        for (var i = 0; i < texts.Count; i++)
        {
            if (texts[i].Length != dimensions)
            {
                throw new ArgumentException($"{name}[{i}] has {texts[i].Length} components; the first benchmark text has {dimensions}.", name);
            }

            if (UnitVector.Length(texts[i].Span) is null)
            {
                throw new ArgumentException($"{name}[{i}]: {UnitVector.NoDirection}.", name);
            }
        }
    }
}
