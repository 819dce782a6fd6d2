namespace Aloe.Personas;

/// <summary>Keeps a set of embeddings diverse: a new one is kept only if it is not too similar to any that was kept before (paper, section 3.1).</summary>
/// <remarks>
/// <para>Greedy, order-preserving and exact: whether a vector is kept depends on the vectors kept before it and on nothing else; many at once, on however many processors, fare as they would one after the other.</para>
/// <para>
/// Similarity is the cosine of the angle between two vectors, computed as follows: each is divided by its length (in double precision) and rounded to float; the similarity is their dot product in double precision, limited to −1 to 1.
/// Sums are taken in one fixed order, so that every machine keeps the same vectors. Nearly all pairs are decided by a faster dot product in float, which is trusted where it is further from the threshold than its rounding errors can reach.
/// </para>
/// <para>Not thread-safe.</para>
/// </remarks>
public sealed class SimilarityFilter
{
    /// <summary>Blocks of the pool after which candidates that were dropped make room: what the processors share of the pool then fits their caches.</summary>
    private const int StageBlocks = 2;

    private readonly double _threshold;
    private readonly UnitRows _pool;
    private readonly VectorLengths _lengths = new();
    private CandidateBlock? _candidates;
    private PoolObserver? _poolObserver;
    private EarlierObserver? _earlierObserver;
    private NearestObserver? _nearestObserver;

    /// <summary>Creates an empty filter.</summary>
    /// <param name="threshold">Highest cosine similarity to a kept vector at which a new one is still kept. Range: −1 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is out of range.</exception>
    public SimilarityFilter(double threshold)
        : this(threshold, new UnitRows())
    {
    }

    /// <summary>Creates a filter whose kept vectors are those of a store: what is there already counts as kept, and what is kept is added to it.</summary>
    /// <param name="threshold">Highest cosine similarity to a kept vector at which a new one is still kept. Range: −1 to 1.</param>
    /// <param name="store">Stays the caller's, who flushes and disposes it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is out of range.</exception>
    public SimilarityFilter(double threshold, EmbeddingStore store)
        : this(threshold, (store ?? throw new ArgumentNullException(nameof(store))).Rows)
    {
    }

    private SimilarityFilter(double threshold, UnitRows pool)
    {
        _threshold = Require.InRange(threshold, -1, 1, nameof(threshold));
        _pool = pool;
    }

    /// <summary>Processors that a call with many vectors uses. The result does not depend on it. <value>Default: all of them. Range: at least 1.</value></summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Concurrency { get; init => field = Require.AtLeast(value, 1); } = Environment.ProcessorCount;

    /// <summary>Vectors kept so far.</summary>
    public int Count => _pool.Count;

    /// <summary>Components of a vector, set by the first one.</summary>
    public int Dimensions => _pool.Dimensions;

    /// <summary>Dot products computed so far, for tests: how much work was done, whatever time it took.</summary>
    internal long Products => _candidates?.Products ?? 0;

    /// <summary>Keeps a vector whatever it resembles.</summary>
    /// <param name="vector">Finite and not all zero; its length does not matter.</param>
    /// <exception cref="ArgumentException">The vector has no direction, or another number of components than those before.</exception>
    public void Add(ReadOnlySpan<float> vector)
    {
        Load(vector, Measure(vector, 1));
        _candidates!.Unit(0).CopyTo(_pool.Add());
    }

    /// <summary>Keeps a vector if its highest similarity to the kept ones is at most the threshold.</summary>
    /// <param name="vector">Finite and not all zero; its length does not matter.</param>
    /// <returns>Whether it was kept.</returns>
    /// <exception cref="ArgumentException">The vector has no direction, or another number of components than those before.</exception>
    public bool TryAdd(ReadOnlySpan<float> vector)
    {
        var isKept = false;
        AddBlock(vector, Measure(vector, 1), new Span<bool>(ref isKept));
        return isKept;
    }

    /// <summary>Keeps of many vectors, in order, those whose highest similarity to all that were kept before is at most the threshold: as <see cref="TryAdd"/> for one after the other, but many times faster.</summary>
    /// <param name="vectors">The vectors back to back, each finite and not all zero.</param>
    /// <param name="kept">Is told for each vector whether it was kept; its length is the number of vectors.</param>
    /// <returns>How many were kept.</returns>
    /// <exception cref="ArgumentException">A vector has no direction (the message says which), or they have another number of components than those before. Nothing was kept.</exception>
    public int TryAddAll(ReadOnlySpan<float> vectors, Span<bool> kept)
    {
        var lengths = Measure(vectors, kept.Length);
        var before = Count;
        for (var first = 0; first < kept.Length; first += CandidateBlock.Size)
        {
            var count = Math.Min(CandidateBlock.Size, kept.Length - first);
            AddBlock(vectors.Slice(first * Dimensions, count * Dimensions), lengths.Slice(first, count), kept.Slice(first, count));
        }

        return Count - before;
    }

    /// <summary>Keeps of many vectors, in order, those whose highest similarity to all that were kept before is at most the threshold.</summary>
    /// <param name="vectors">The vectors, each finite and not all zero.</param>
    /// <returns>For each vector whether it was kept.</returns>
    /// <exception cref="ArgumentException">A vector has no direction or another number of components than the others; the message says which. Nothing was kept.</exception>
    public bool[] TryAddAll(IReadOnlyList<ReadOnlyMemory<float>> vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        var kept = new bool[vectors.Count];
        TryAddAll(VectorList.Flatten(vectors), kept);
        return kept;
    }

    /// <summary>The highest cosine similarity of a vector to the kept ones, −1 to 1; −1 while there are none.</summary>
    /// <param name="vector">Finite and not all zero; its length does not matter.</param>
    /// <exception cref="ArgumentException">The vector has no direction, or another number of components than those before.</exception>
    public double MaxSimilarity(ReadOnlySpan<float> vector)
    {
        var nearest = NearestVector.None;
        MaxSimilarity(vector, new Span<NearestVector>(ref nearest));
        return nearest.Similarity;
    }

    /// <summary>Finds for each of many vectors the kept one that is most similar to it.</summary>
    /// <param name="vectors">The vectors back to back, each finite and not all zero.</param>
    /// <param name="nearest">Receives what was found for each; its length is the number of vectors.</param>
    /// <exception cref="ArgumentException">A vector has no direction (the message says which), or they have another number of components than the kept ones.</exception>
    public void MaxSimilarity(ReadOnlySpan<float> vectors, Span<NearestVector> nearest)
    {
        var lengths = Measure(vectors, nearest.Length);
        for (var first = 0; first < nearest.Length; first += CandidateBlock.Size)
        {
            var count = Math.Min(CandidateBlock.Size, nearest.Length - first);
            FindNearest(vectors.Slice(first * Dimensions, count * Dimensions), lengths.Slice(first, count), nearest.Slice(first, count));
        }
    }

    private void AddBlock(ReadOnlySpan<float> vectors, ReadOnlySpan<double> lengths, Span<bool> kept)
    {
        kept.Clear();
        Load(vectors, lengths);
        var candidates = _candidates!;
        var survivors = (stackalloc int[kept.Length]);
        if (_threshold < 1)
        {
            DropThoseNearThePool(candidates);
        }

        candidates.Live.CopyTo(survivors);
        candidates.CloseGaps();
        var earlier = _earlierObserver ??= new EarlierObserver(_threshold, Dimensions);
        earlier.Reset(candidates.Count);
        if (_threshold < 1 && candidates.Count > 1)
        {
            candidates.Pack(earlier.Cutoff);
            candidates.ScanEarlier(earlier);
        }

        for (var i = 0; i < candidates.Count; i++)
        {
            if (earlier.TryKeep(i))
            {
                kept[survivors[i]] = true;
                candidates.Unit(i).CopyTo(_pool.Add());
            }
        }
    }

    private void DropThoseNearThePool(CandidateBlock candidates)
    {
        var observer = _poolObserver ??= new PoolObserver(_threshold, Dimensions);
        for (var block = 0; block < _pool.Blocks && candidates.Count > 0; block += StageBlocks)
        {
            // Packing anew pays only where it saves some lanes.
            if (block == 0 || candidates.Count <= candidates.Lanes.Count * 7 / 8)
            {
                candidates.Pack(observer.Cutoff);
            }

            candidates.Scan(_pool, block, Math.Min(block + StageBlocks, _pool.Blocks), observer);
            candidates.DropUnwanted();
        }
    }

    private void FindNearest(ReadOnlySpan<float> vectors, ReadOnlySpan<double> lengths, Span<NearestVector> nearest)
    {
        Load(vectors, lengths);
        var observer = _nearestObserver ??= new NearestObserver(Dimensions);
        observer.Reset(nearest.Length);
        _candidates!.Pack(float.NegativeInfinity);
        for (var block = 0; block < _pool.Blocks; block += StageBlocks)
        {
            _candidates.Scan(_pool, block, Math.Min(block + StageBlocks, _pool.Blocks), observer);
        }

        observer.Nearest[..nearest.Length].CopyTo(nearest);
    }

    private void Load(ReadOnlySpan<float> vectors, ReadOnlySpan<double> lengths)
        => (_candidates ??= new CandidateBlock(Concurrency)).Load(vectors, lengths);

    private ReadOnlySpan<double> Measure(ReadOnlySpan<float> vectors, int count)
    {
        var lengths = _lengths.Measure(vectors, count, _pool.HasFixedDimensions ? Dimensions : null);
        if (count > 0 && vectors.Length != (long)count * Dimensions)
        {
            _pool.SetDimensions(vectors.Length / count);
            (_poolObserver, _earlierObserver, _nearestObserver) = (null, null, null);
        }

        return lengths;
    }
}
