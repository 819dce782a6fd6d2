using Aloe.Personas;
using Aloe.Randomness;

namespace Aloe.Core.Tests.Personas.Similarity;

/// <summary>What the filter may cost, in products and in memory instead of in time.</summary>
public sealed class SimilarityCostTests
{
    private const int Dimensions = 32;

    [Fact]
    public void WhereAllAreKeptHardlyMoreIsComputedThanEveryPairOnce()
    {
        const int Count = 4_000;
        var filter = new SimilarityFilter(0.999);
        Assert.Equal(Count, filter.TryAddAll(Vectors(Count), new bool[Count]));
        Assert.InRange(filter.Products, Count * (Count - 1) / 2, Count * (Count - 1) / 2 * 1.05);
    }

    [Fact]
    public void WhatIsRejectedEarlyIsNotComparedWithTheRest()
    {
        const int Pool = 40_000, Count = 480;
        var vectors = Vectors(Pool);
        var filter = new SimilarityFilter(0.999);
        for (var i = 0; i < Pool; i++)
        {
            filter.Add(vectors.AsSpan(i * Dimensions, Dimensions));
        }

        var before = filter.Products;

        // All of them are among the first of the pool: one stage of it is enough.
        Assert.Equal(0, filter.TryAddAll(vectors.AsSpan(0, Count * Dimensions), new bool[Count]));
        Assert.InRange(filter.Products - before, Count, Count * Pool / 10);
    }

    [Fact]
    public void AnOnlyVectorStopsAtTheFirstThatIsTooSimilar()
    {
        var filter = new SimilarityFilter(0.999);
        var vectors = Vectors(1_000);
        filter.TryAddAll(vectors, new bool[1_000]);
        var before = filter.Products;
        Assert.False(filter.TryAdd(vectors.AsSpan(80 * Dimensions, Dimensions)));
        Assert.Equal(88, filter.Products - before);
    }

    [Fact]
    public void TheNumberOfProductsDoesNotDependOnTheProcessors()
    {
        var products = ((int[])[1, 2, 5]).Select(concurrency =>
        {
            var filter = new SimilarityFilter(0.4) { Concurrency = concurrency };
            filter.TryAddAll(Vectors(3_000), new bool[3_000]);
            return filter.Products;
        });
        Assert.Single(products.Distinct());
    }

    [Fact]
    public void OneVectorAtATimeAllocatesNothingOnceItIsWarm()
    {
        var filter = new SimilarityFilter(0.999);
        var vectors = Vectors(1_000);
        filter.TryAddAll(vectors, new bool[1_000]);
        var sum = 0.0;
        void Once(int i)
        {
            var vector = vectors.AsSpan(i * Dimensions, Dimensions);
            sum += filter.MaxSimilarity(vector);
            sum += filter.TryAdd(vector) ? 1 : 0;
        }

        Once(0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 200; i++)
        {
            Once(i);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(201, sum, 4);
    }

    [Fact]
    public void KeepingAllocatesNothingWhileABlockOfThePoolHasRoom()
    {
        var filter = new SimilarityFilter(0.999);
        var vectors = Vectors(1_001);
        filter.TryAdd(vectors.AsSpan(0, Dimensions));
        filter.TryAdd(vectors.AsSpan(Dimensions, Dimensions));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 2; i <= 1_000; i++)
        {
            filter.TryAdd(vectors.AsSpan(i * Dimensions, Dimensions));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1_001, filter.Count);
    }

    private static float[] Vectors(int count)
    {
        var random = SeededRandom.For(1, "cost");
        return [.. Enumerable.Range(0, count * Dimensions).Select(_ => (float)(random.NextDouble() - 0.5))];
    }
}
