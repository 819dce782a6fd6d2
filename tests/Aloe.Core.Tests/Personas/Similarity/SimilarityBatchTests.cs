using Aloe.Personas;
using Aloe.Randomness;
using FsCheck.Xunit;

namespace Aloe.Core.Tests.Personas.Similarity;

/// <summary>Many vectors at once against the plain loop.</summary>
public sealed class SimilarityBatchTests
{
    [Property(MaxTest = 60)]
    public void KeepsExactlyWhatAPlainDoubleLoopKeeps(int seed, byte count, byte dimensions, byte thresholdPercent)
    {
        var random = new SeededRandom((ulong)seed);
        var (d, threshold) = (2 + (dimensions % 40), thresholdPercent / 255.0);
        var vectors = Clustered(random, count, d, clusters: 1 + (count / 4));
        var expected = PlainLoop(vectors, threshold);

        foreach (var concurrency in (int[])[1, 3])
        {
            var filter = new SimilarityFilter(threshold) { Concurrency = concurrency };
            Assert.Equal(expected, KeptAtOnce(filter, vectors));
            Assert.Equal(expected.Count, filter.Count);
        }
    }

    [Property(MaxTest = 20)]
    public void ManyCallsKeepWhatOneKeeps(int seed, byte firstCall)
    {
        var vectors = Clustered(new SeededRandom((ulong)seed), 300, 24, clusters: 60);
        var (together, apart) = (new SimilarityFilter(0.6), new SimilarityFilter(0.6));
        var expected = KeptAtOnce(together, vectors);
        var (first, then) = (KeptAtOnce(apart, vectors[..firstCall]), KeptAtOnce(apart, vectors[firstCall..]));
        Assert.Equal(expected, first.Concat(then.Select(i => firstCall + i)));
        Assert.InRange(expected.Count, 2, 299);
    }

    // Components of ±1/8: a similarity is a whole number of 1/32, in every kind of arithmetic. Thousands of pairs lie on the threshold.
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.25)]
    [InlineData(0)]
    public void PairsOnTheThresholdAreKept(double threshold)
    {
        var random = SeededRandom.For(1, "signs");
        var masks = Enumerable.Range(0, 500).Select(_ => (ulong)random.NextSeed() & (ulong)random.NextSeed()).ToArray();
        var kept = new List<int>();
        var ties = 0;
        for (var i = 0; i < masks.Length; i++)
        {
            // Every bit in which two differ takes two of 64 away.
            var similarities = kept.Select(other => (64 - (2 * (int)ulong.PopCount(masks[other] ^ masks[i]))) / 64.0).ToArray();
            ties += similarities.Count(similarity => similarity == threshold);
            if (similarities.All(similarity => similarity <= threshold))
            {
                kept.Add(i);
            }
        }

        var vectors = masks.Select(mask => Enumerable.Range(0, 64).Select(bit => (mask >> bit & 1) == 1 ? -3f : 3f).ToArray()).ToArray();
        Assert.True(ties > 20, $"{ties} ties");
        Assert.Equal(kept, KeptAtOnce(new SimilarityFilter(threshold), vectors));
        Assert.Equal(kept, KeptOneByOne(new SimilarityFilter(threshold), vectors));
    }

    [Fact]
    public void BlocksOfCandidatesAndOfThePoolMakeNoDifference()
    {
        // A block of the pool holds 512 of these, one of candidates 1,536.
        var vectors = Clustered(SeededRandom.For(1, "blocks"), 1_700, 512, clusters: 1_000);
        var filter = new SimilarityFilter(0.9);
        var expected = PlainLoop(vectors, 0.9);
        Assert.Equal(expected, KeptAtOnce(filter, vectors));
        Assert.InRange(expected.Count, 1_025, 1_600);

        var nearest = new NearestVector[vectors.Length];
        filter.MaxSimilarity(vectors.SelectMany(vector => vector).ToArray(), nearest);
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.Equal((i, 1.0), (nearest[expected[i]].Index, Math.Round(nearest[expected[i]].Similarity, 6)));
        }
    }

    [Property(MaxTest = 30)]
    public void TheNearestOfManyIsThatOfAPlainLoop(int seed, byte pool, byte count)
    {
        var random = new SeededRandom((ulong)seed);
        var (kept, vectors) = (Clustered(random, pool, 17, clusters: 20), Clustered(random, count, 17, clusters: 20));
        var filter = new SimilarityFilter(0);
        foreach (var vector in kept)
        {
            filter.Add(vector);
        }

        var nearest = new NearestVector[count];
        filter.MaxSimilarity(vectors.SelectMany(vector => vector).ToArray(), nearest);
        for (var i = 0; i < count; i++)
        {
            var similarities = kept.Select(other => Cosine(other, vectors[i])).ToArray();
            Assert.Equal(similarities.Append(-1).Max(), nearest[i].Similarity, 1e-6);
            Assert.Equal(nearest[i].Similarity, filter.MaxSimilarity(vectors[i]));
            Assert.True(pool == 0 ? nearest[i].Index == -1 : similarities[nearest[i].Index] >= similarities.Max() - 1e-6);
        }
    }

    [Fact]
    public void OfEqualsTheFirstIsTheNearest()
    {
        var filter = new SimilarityFilter(1);
        float[] vector = [1, 2, 3];
        filter.Add([-1, 0, 0]);
        for (var i = 0; i < 40; i++)
        {
            filter.Add(vector);
        }

        var nearest = new NearestVector[3];
        filter.MaxSimilarity([1, 2, 3, -2, 0, 0, 2, 4, 6], nearest);
        Assert.Equal([1, 0, 1], nearest.Select(each => each.Index));
        Assert.Equal(1, nearest[1].Similarity);
    }

    [Fact]
    public void DuplicatesAreKeptOnceUnlessTheThresholdIsOne()
    {
        var vectors = Enumerable.Repeat(Clustered(SeededRandom.For(1, "duplicates"), 3, 384, clusters: 3), 60).SelectMany(three => three).ToArray();
        Assert.Equal([0, 1, 2], KeptAtOnce(new SimilarityFilter(0.999), vectors));
        Assert.Equal(180, KeptAtOnce(new SimilarityFilter(1), vectors).Count);
        Assert.Equal([0], KeptAtOnce(new SimilarityFilter(-1), vectors));
    }

    [Fact]
    public void NoVectorsAreFine()
    {
        var filter = new SimilarityFilter(0.5);
        Assert.Equal(0, filter.TryAddAll([], []));
        filter.MaxSimilarity([], Span<NearestVector>.Empty);
        filter.Add([1, 0]);
        Assert.Equal(0, filter.TryAddAll([], []));
        Assert.Equal((1, 2), (filter.Count, filter.Dimensions));
    }

    [Theory]
    [InlineData(new float[] { 1, 0, 0, 1, 0, 0 }, 3, "number 2 (from 0)")]
    [InlineData(new float[] { 1, 0, float.NaN, 1, 1, 1 }, 3, "number 1 (from 0)")]
    [InlineData(new float[] { float.NegativeInfinity, 0, 1, 1 }, 2, "number 0 (from 0)")]
    [InlineData(new float[] { 1, 0, 0 }, 2, "2 embeddings with 2 components each were expected, not 3 numbers")]
    [InlineData(new float[] { 1, 0, 0, 1, 0, 0 }, 2, "2 embeddings with 2 components each were expected, not 6 numbers")]
    [InlineData(new float[] { 1, 0 }, 0, "0 embeddings with 2 components each were expected, not 2 numbers")]
    [InlineData(new float[] { }, 2, "number 0 (from 0)")]
    public void OneBadVectorIsNamedAndNothingChanges(float[] vectors, int count, string reason)
    {
        var filter = new SimilarityFilter(0.9);
        filter.Add([1, 1]);
        var kept = new bool[count];
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => filter.TryAddAll(vectors, kept)).Message, StringComparison.Ordinal);
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => filter.MaxSimilarity(vectors, new NearestVector[count])).Message, StringComparison.Ordinal);
        Assert.Equal((1, 2), (filter.Count, filter.Dimensions));
        Assert.True(filter.TryAdd([1, -1]));
    }

    [Fact]
    public void AnEmptyFilterTakesVectorsOfAnySize()
    {
        var filter = new SimilarityFilter(0.9);
        Assert.Contains("3 numbers are not 2 embeddings", Assert.Throws<ArgumentException>(() => filter.TryAddAll([1, 2, 3], new bool[2])).Message, StringComparison.Ordinal);
        filter.MaxSimilarity([1, 2]);
        Assert.Equal(2, filter.TryAddAll([1, 0, 0, 0, 1, 0], new bool[2]));
        Assert.Equal(3, filter.Dimensions);
    }

    [Fact]
    public void AListOfVectorsIsTakenToo()
    {
        var filter = new SimilarityFilter(0.9);
        Assert.Equal([true, false, true], filter.TryAddAll([new float[] { 1, 0 }, new float[] { 2, 0 }, new float[] { 0, 1 }]));
        Assert.Empty(filter.TryAddAll([]));

        // Six numbers, which are not three vectors of two either.
        Assert.Contains("Embedding 1 has 4 components; those before have 2", Assert.Throws<ArgumentException>(() => filter.TryAddAll([new float[] { 1, 0 }, new float[] { 2, 0, 1, 1 }])).Message, StringComparison.Ordinal);
        Assert.Equal(2, filter.Count);
    }

    [Fact]
    public void ConcurrencyIsAtLeastOne()
        => Assert.Contains("Concurrency must be at least 1", Assert.Throws<ArgumentOutOfRangeException>(() => new SimilarityFilter(0) { Concurrency = 0 }).Message, StringComparison.Ordinal);

    internal static List<int> KeptAtOnce(SimilarityFilter filter, float[][] vectors)
    {
        var kept = new bool[vectors.Length];
        Array.Fill(kept, true);
        var count = filter.TryAddAll(vectors.SelectMany(vector => vector).ToArray(), kept);
        Assert.Equal(kept.Count(isKept => isKept), count);
        return [.. Enumerable.Range(0, vectors.Length).Where(i => kept[i])];
    }

    internal static float[][] Clustered(SeededRandom random, int count, int dimensions, int clusters)
    {
        var centres = Enumerable.Range(0, clusters).Select(_ => Vector(1)).ToArray();
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var (centre, own) = (centres[random.Next(clusters)], Vector(1.5 * random.NextDouble()));
            return centre.Zip(own, (a, b) => a + b).ToArray();
        })];

        float[] Vector(double scale) => [.. Enumerable.Range(0, dimensions).Select(_ => (float)(scale * ((2 * random.NextDouble()) - 1)))];
    }

    private static List<int> KeptOneByOne(SimilarityFilter filter, float[][] vectors)
        => [.. Enumerable.Range(0, vectors.Length).Where(i => filter.TryAdd(vectors[i]))];

    private static List<int> PlainLoop(float[][] vectors, double threshold)
    {
        var lengths = vectors.Select(vector => Math.Sqrt(Dot(vector, vector))).ToArray();
        var kept = new List<int>();
        for (var i = 0; i < vectors.Length; i++)
        {
            if (kept.TrueForAll(other => Dot(vectors[other], vectors[i]) / (lengths[other] * lengths[i]) <= threshold))
            {
                kept.Add(i);
            }
        }

        return kept;
    }

    private static double Cosine(float[] a, float[] b) => Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b));

    private static double Dot(float[] a, float[] b)
    {
        var dot = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            dot += (double)a[i] * b[i];
        }

        return dot;
    }
}
