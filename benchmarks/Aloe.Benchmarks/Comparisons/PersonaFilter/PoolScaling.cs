using System.Diagnostics;
using System.Globalization;
using Aloe.Personas;
using Aloe.Randomness;

namespace Aloe.Benchmarks.Comparisons.PersonaFilter;

/// <summary><c>compare persona-filter --scaling</c>: the time to find the nearest vector of pools from a thousand to a million, for a fixed number of candidates.</summary>
internal static class PoolScaling
{
    private const int Candidates = 768;
    private const int Repetitions = 3;
    private const double MeasuredSeconds = 0.5;

    private static readonly int[] Pools = [1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000];

    public static int Run(bool quick)
    {
        Console.WriteLine($"{Candidates} candidates, {EmbeddingSet.Dimensions} dimensions; medians of {(quick ? 1 : Repetitions)}");
        Console.WriteLine($"{"pool",10}{"ms",12}{"ns/pair",10}{"GFLOP/s",10}");
        var (random, vector) = (SeededRandom.For(1, "pool"), new float[EmbeddingSet.Dimensions]);
        var (filter, candidates) = (new SimilarityFilter(1), EmbeddingSet.Independent(Candidates));
        var nearest = new NearestVector[Candidates];
        var points = new List<(double X, double Y)>();
        foreach (var pool in Pools)
        {
            while (filter.Count < pool)
            {
                foreach (ref var component in vector.AsSpan())
                {
                    component = (float)(random.NextDouble() - 0.5);
                }

                filter.Add(vector);
            }

            void Call() => filter.MaxSimilarity(candidates.Values, nearest);
            var calls = (int)Math.Ceiling(MeasuredSeconds / Seconds(Call, 1)); // The first pools also warm the code up.
            var seconds = Comparison.Median(Enumerable.Range(0, quick ? 1 : Repetitions).Select(_ => Seconds(Call, calls)));
            var pairs = (double)pool * Candidates;
            points.Add((pool, seconds));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pool,10}{seconds * 1e3,12:F2}{seconds * 1e9 / pairs,10:F2}{2 * EmbeddingSet.Dimensions * pairs / seconds / 1e9,10:F0}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"time grows with pool size to the power of {PowerLaw.Exponent(points):F3}"));
        return 0;
    }

    private static double Seconds(Action call, int times)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < times; i++)
        {
            call();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds / times;
    }
}
