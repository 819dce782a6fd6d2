using Aloe.Personas;
using Aloe.Randomness;
using FsCheck.Xunit;

namespace Aloe.Core.Tests.Personas.Similarity;

public sealed class SimilarityFilterTests
{
    [Property(MaxTest = 60)]
    public void KeepsExactlyWhatAPlainDoubleLoopKeeps(int seed, byte thresholdPercent)
    {
        var random = new SeededRandom((ulong)seed);
        var threshold = thresholdPercent / 255.0;
        var vectors = Enumerable.Range(0, 120).Select(_ => Vector(random, 6)).ToList();

        var kept = new List<int>();
        for (var i = 0; i < vectors.Count; i++)
        {
            if (kept.All(other => Cosine(vectors[other], vectors[i]) <= threshold))
            {
                kept.Add(i);
            }
        }

        var filter = new SimilarityFilter(threshold);
        Assert.Equal(kept, Enumerable.Range(0, vectors.Count).Where(i => filter.TryAdd(vectors[i])));
        Assert.Equal(kept.Count, filter.Count);
    }

    [Theory]
    [InlineData(0.5, true)]
    [InlineData(0.4999999, false)]
    public void TheThresholdItselfIsAllowed(double threshold, bool isKept)
    {
        // Both of length 2 and with a dot product of 2: a cosine of one half, without any rounding.
        var filter = new SimilarityFilter(threshold);
        filter.Add([2, 0, 0, 0]);
        Assert.Equal(isKept, filter.TryAdd([1, 1, 1, 1]));
    }

    [Fact]
    public void SimilarityIsThatOfTheNearestKeptVector()
    {
        var filter = new SimilarityFilter(1);
        Assert.Equal(-1, filter.MaxSimilarity([1, 2]));
        filter.Add([0, 1]);
        filter.Add([-1, 0]);
        Assert.Equal(0.8, filter.MaxSimilarity([3, 4]), 6);
        Assert.Equal(0, filter.MaxSimilarity([9, -9e-9f]), 6);
        Assert.Equal(2, filter.Count);
    }

    [Fact]
    public void ARejectedVectorLeavesNoTrace()
    {
        var filter = new SimilarityFilter(0.5);
        Assert.True(filter.TryAdd([1, 0]));
        Assert.False(filter.TryAdd([1, 0.1f]));
        Assert.True(filter.TryAdd([0, 1]));
        Assert.False(filter.TryAdd([0.1f, 1]));
        Assert.Equal(2, filter.Count);
    }

    [Fact]
    public void IdenticalVectorsPassAThresholdOfOne()
    {
        var filter = new SimilarityFilter(1);
        var random = new SeededRandom(1);
        for (var i = 0; i < 200; i++)
        {
            var vector = Vector(random, 384);
            Assert.True(filter.TryAdd(vector));
            Assert.True(filter.TryAdd(vector));
        }
    }

    [Theory]
    [InlineData(new float[] { 0, 0 }, "all zero")]
    [InlineData(new float[] { }, "all zero")]
    [InlineData(new float[] { float.NaN, 1 }, "finite")]
    [InlineData(new float[] { float.PositiveInfinity, 1 }, "finite")]
    [InlineData(new float[] { 1, 2, 3 }, "3 components; those before have 2")]
    public void VectorsWithoutDirectionOrOfAnotherLengthAreRefused(float[] vector, string reason)
    {
        var filter = new SimilarityFilter(0.6);
        filter.Add([1, 1]);
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => filter.TryAdd(vector)).Message, StringComparison.Ordinal);
        Assert.Equal(1, filter.Count);
    }

    [Theory]
    [InlineData(1.01)]
    [InlineData(-1.01)]
    [InlineData(double.NaN)]
    public void TheThresholdIsACosine(double threshold)
        => Assert.Equal("threshold", Assert.Throws<ArgumentOutOfRangeException>(() => new SimilarityFilter(threshold)).ParamName);

    private static float[] Vector(SeededRandom random, int dimensions)
        => [.. Enumerable.Range(0, dimensions).Select(_ => (float)((2 * random.NextDouble()) - 1))];

    private static double Cosine(float[] a, float[] b)
    {
        double dot = 0, normA = 0, normB = 0;
        for (var i = 0; i < a.Length; i++)
        {
            dot += (double)a[i] * b[i];
            normA += (double)a[i] * a[i];
            normB += (double)b[i] * b[i];
        }

        return dot / Math.Sqrt(normA * normB);
    }
}
