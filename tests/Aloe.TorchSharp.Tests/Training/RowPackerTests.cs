using Aloe.Randomness;
using Aloe.Torch.Training;
using FsCheck.Xunit;

namespace Aloe.Torch.Tests.Training;

public sealed class RowPackerTests
{
    [Property(MaxTest = 300)]
    public void Rows_are_those_of_the_plain_loop(byte[] sizes, byte capacity)
        => AssertAsThePlainLoop([.. sizes.Select(size => (int)size)], capacity + 1);

    // Capacities around those where the set of free sizes gets another level.
    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(4_095)]
    [InlineData(4_096)]
    [InlineData(8_192)]
    [InlineData(262_143)]
    [InlineData(262_145)]
    [InlineData(int.MaxValue)]
    public void Many_random_lengths_too(int capacity)
    {
        var random = SeededRandom.For(capacity, "lengths");
        var limit = (int)Math.Min(capacity * 1.1, 400_000);
        AssertAsThePlainLoop([.. Enumerable.Range(0, 1_500).Select(_ => random.Next(limit))], capacity);
        AssertAsThePlainLoop([.. Enumerable.Range(0, 1_500).Select(_ => random.Next(1 + (limit / 10)))], capacity);
    }

    public static TheoryData<int[], int> Adversarial => new()
    {
        { [], 1 },
        { [0], 1 },
        { [0, 0, 0], 5 },
        { [0, 5, 0, 5, 0], 5 },
        { [7], 5 },
        { [7, 9, 7, 0, 5, 9, 11], 5 },
        { [.. Enumerable.Repeat(1, 500)], 1 },
        { [.. Enumerable.Repeat(3, 500)], 10 },
        { [.. Enumerable.Repeat(300, 500)], 8_192 },
        { [.. Enumerable.Range(1, 600)], 601 }, // Pairs fill a row.
        { [.. Enumerable.Range(0, 600).Select(i => (2 * (i % 300)) + 1)], 599 }, // Odd ones.
        { [.. Enumerable.Range(0, 600).Select(i => i % 2 == 0 ? 51 : 49)], 100 }, // Many rows with the same room, filled in order.
        { [.. Enumerable.Range(0, 900).Select(i => (i % 3) switch { 0 => 500, 1 => 251 + (i % 7), _ => 100 })], 1_000 },
        { [.. Enumerable.Range(0, 400).Select(i => 1 << (i % 20))], 1 << 19 },
    };

    [Theory]
    [MemberData(nameof(Adversarial))]
    public void And_lengths_that_are_hard(int[] lengths, int capacity) => AssertAsThePlainLoop(lengths, capacity);

    [Fact]
    public void Nothing_is_allocated_but_the_result()
    {
        var lengths = TreeLengths(20_000);
        RowPacker.Pack(lengths, 8_192);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var rows = RowPacker.Pack(lengths, 8_192);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // An array has 24 bytes before its entries on 64 bits, and ends at a multiple of 8.
        Assert.Equal(24 + (8L * rows.Length) + rows.Sum(row => 24L + (((4L * row.Length) + 7) / 8 * 8)), allocated);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(10_000)]
    [InlineData(100_000)]
    public void As_many_entries_are_looked_at_for_every_example_however_many_there_are(int count)
    {
        RowPacker.Pack(TreeLengths(count), 8_192, out var inspected);

        Assert.InRange(inspected, 3L * count, 13L * count);
    }

    [Fact]
    public void Equal_lengths_make_the_heap_of_rows_deep_but_not_the_search()
    {
        RowPacker.Pack([.. Enumerable.Range(0, 100_000).Select(i => i < 50_000 ? 51 : 49)], 100, out var inspected);

        Assert.InRange(inspected, 100_000, 2_500_000); // 17 is log₂ of the rows.
    }

    private static int[] TreeLengths(int count)
    {
        var random = SeededRandom.For(1, "trees");
        return [.. Enumerable.Range(0, count).Select(_ => 600 + random.Next(1_200))];
    }

    private static void AssertAsThePlainLoop(int[] lengths, int capacity) => Assert.Equal(BestFitLoop.Pack(lengths, capacity), RowPacker.Pack(lengths, capacity));
}
