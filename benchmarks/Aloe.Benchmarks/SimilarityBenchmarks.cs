using System.Numerics.Tensors;
using Aloe.Benchmarks.Comparisons.PersonaFilter;
using Aloe.Personas;
using BenchmarkDotNet.Attributes;

namespace Aloe.Benchmarks;

/// <summary>
/// The similarity filter's question: how near are 96 candidates to the nearest text of the pool? Baseline: cosine similarity to one vector after the other, as the published scripts do it.
/// </summary>
[ShortRunJob]
[MemoryDiagnoser]
[BenchmarkCategory("persona-filter")]
public class SimilarityBenchmarks
{
    private const int Candidates = 96;

    private readonly NearestVector[] _nearest = new NearestVector[Candidates];
    private EmbeddingSet? _pool, _candidates;
    private SimilarityFilter _filter = new(1);

    [Params(331, 3_310, 33_100)]
    public int Pool { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        (_pool, _candidates) = (EmbeddingSet.PersonaLike(Pool), EmbeddingSet.Independent(Candidates));
        _filter = new SimilarityFilter(0.6);
        for (var i = 0; i < Pool; i++)
        {
            _filter.Add(_pool[i]);
        }
    }

    [Benchmark(Baseline = true)]
    public float CosineOneByOne()
    {
        var sum = 0f;
        for (var i = 0; i < Candidates; i++)
        {
            var max = -1f;
            for (var j = 0; j < Pool; j++)
            {
                max = Math.Max(max, FilterWays.Cosine(_pool![j], _candidates![i]));
            }

            sum += max;
        }

        return sum;
    }

    [Benchmark]
    public float DotVectorised()
    {
        var sum = 0f;
        for (var i = 0; i < Candidates; i++)
        {
            var max = -1f;
            for (var j = 0; j < Pool; j++)
            {
                max = Math.Max(max, TensorPrimitives.Dot(_pool![j], _candidates![i]));
            }

            sum += max;
        }

        return sum;
    }

    [Benchmark]
    public double FilterOneByOne()
    {
        var sum = 0.0;
        for (var i = 0; i < Candidates; i++)
        {
            sum += _filter.MaxSimilarity(_candidates![i]);
        }

        return sum;
    }

    [Benchmark]
    public NearestVector[] FilterAtOnce()
    {
        _filter.MaxSimilarity(_candidates!.Values, _nearest);
        return _nearest;
    }
}
