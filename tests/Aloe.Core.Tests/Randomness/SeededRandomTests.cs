using Aloe.Randomness;
using FsCheck;
using FsCheck.Xunit;

namespace Aloe.Core.Tests.Randomness;

public sealed class SeededRandomTests
{
    [Fact]
    public void TheStreamIsThatOfSplitMix64()
    {
        // Published outputs of the algorithm for the seed 1234567.
        var random = new SeededRandom(1234567);
        Assert.Equal(
            [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821],
            Enumerable.Range(0, 5).Select(_ => random.NextUInt64()));
    }

    [Fact]
    public void TheStreamOfAnItemNeverChanges()
    {
        // From an independent implementation. Another value here means that the same seed no longer gives the same data set.
        Assert.Equal(12009259146784763021UL, SeededRandom.For(42, "t1", "1", "trunk").NextUInt64());
        Assert.Equal(7914596296571565013UL, SeededRandom.For(-7, "é").NextUInt64());
    }

    [Fact]
    public void KeysAndSeedsAreKeptApart()
    {
        var first = new[]
        {
            SeededRandom.For(1, "ab", "c"), SeededRandom.For(1, "a", "bc"), SeededRandom.For(1, "abc"), SeededRandom.For(2, "ab", "c"),
            SeededRandom.For(-1, "ab", "c"), SeededRandom.For(1), SeededRandom.For(1, ""), SeededRandom.For(1, "", ""),
        }.Select(random => random.NextUInt64());
        Assert.Equal(8, first.Distinct().Count());
    }

    [Property]
    public void NumbersStayInRange(ulong seed, PositiveInt max)
    {
        var random = new SeededRandom(seed);
        Assert.InRange(random.Next(max.Get), 0, max.Get - 1);
        Assert.InRange(random.NextDouble(), 0, Math.BitDecrement(1.0));
        Assert.InRange(random.NextSeed(), 0, long.MaxValue);
    }

    [Property]
    public void ADrawTakesEveryItemAtMostOnceAndAFullDrawAll(ulong seed, byte size, byte part)
    {
        var items = Enumerable.Range(0, size).ToArray();
        var count = part % (size + 1);
        var drawn = new SeededRandom(seed).Draw(items, count);
        Assert.Equal(count, drawn.Distinct().Count());
        Assert.Subset(items.ToHashSet(), drawn.ToHashSet());
        Assert.Equal(items, new SeededRandom(seed).Draw(items, size).Order());
    }

    [Fact]
    public void EveryPairIsDrawnEquallyOften()
    {
        var random = new SeededRandom(7);
        var counts = Enumerable.Range(0, 60_000).CountBy(_ => string.Join(',', random.Draw([0, 1, 2], 2))).ToDictionary();
        Assert.Equal(6, counts.Count);

        // 10,000 each; a standard deviation is 91.
        Assert.All(counts.Values, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Property]
    public void AShuffleKeepsTheItems(ulong seed, int[] items)
    {
        var shuffled = items.ToArray();
        new SeededRandom(seed).Shuffle<int>(shuffled);
        Assert.Equal(items.Order(), shuffled.Order());
    }

    [Fact]
    public void EmptyRangesAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeededRandom(0).Next(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeededRandom(0).Draw([1], 2));
    }
}
