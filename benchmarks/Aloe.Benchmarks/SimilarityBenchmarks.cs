using System.Numerics.Tensors;
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
    private float[] _unitPool = [];
    private float[] _candidate = [];

    [Params(331, 3_310)]
    public int Pool { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _pool = [.. Enumerable.Range(0, Pool).Select(_ => Unit(random))];
        _unitPool = [.. _pool.SelectMany(vector => vector)];
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
    public float DotOfUnitVectorsInOneBuffer()
    {
        var max = -1f;
        for (var at = 0; at < _unitPool.Length; at += Dimensions)
        {
            max = Math.Max(max, TensorPrimitives.Dot(_unitPool.AsSpan(at, Dimensions), _candidate));
        }

        return max;
    }

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
