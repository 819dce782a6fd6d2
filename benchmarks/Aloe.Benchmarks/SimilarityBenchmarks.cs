using System.Numerics.Tensors;
using Aloe.Personas;
using BenchmarkDotNet.Attributes;

namespace Aloe.Benchmarks;

/// <summary>
/// The similarity filter's question: how near is a candidate to the nearest text of the pool? Baseline: cosine similarity to one vector after the other, as the published scripts do it.
/// </summary>
[ShortRunJob]
[MemoryDiagnoser]
public class SimilarityBenchmarks
{
    private const int Dimensions = 384;

    private float[][] _pool = [];
    private SimilarityFilter _filter = new(1);
    private float[] _candidate = [];

    [Params(331, 3_310)]
    public int Pool { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _pool = [.. Enumerable.Range(0, Pool).Select(_ => Unit(random))];
        _filter = new SimilarityFilter(0.6);
        foreach (var vector in _pool)
        {
            _filter.Add(vector);
        }

        _candidate = Unit(random);
    }

    [Benchmark(Baseline = true)]
    public float CosineOneByOne()
    {
        var max = -1f;
        foreach (var vector in _pool)
        {
            float dot = 0, squares = 0, candidateSquares = 0;
            for (var i = 0; i < Dimensions; i++)
            {
                dot += vector[i] * _candidate[i];
                squares += vector[i] * vector[i];
                candidateSquares += _candidate[i] * _candidate[i];
            }

            max = Math.Max(max, dot / MathF.Sqrt(squares * candidateSquares));
        }

        return max;
    }

    [Benchmark]
    public float CosineVectorised()
    {
        var max = -1f;
        foreach (var vector in _pool)
        {
            max = Math.Max(max, TensorPrimitives.CosineSimilarity(vector, _candidate));
        }

        return max;
    }

    [Benchmark]
    public double Filter() => _filter.MaxSimilarity(_candidate);

    private static float[] Unit(Random random)
    {
        var vector = new float[Dimensions];
        for (var i = 0; i < Dimensions; i++)
        {
            vector[i] = random.NextSingle() - 0.5f;
        }

        TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), vector);
        return vector;
    }
}
