using Aloe.Torch.Training;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests.Training;

/// <summary>Alone, because libtorch's tensors are counted for the whole process.</summary>
[Collection(nameof(MemoryTests))]
public sealed class RowFeedTests
{
    private readonly IReadOnlyList<EncodedExample>[] _rows = [.. TinyWorld.RandomTrees(6).Select(tree => new[] { TreeLayout.ForDpo(tree, TinyWorld.Encoder)! })];

    public RowFeedTests() => TorchRuntime.EnsureLoaded();

    [Fact]
    public void Rows_are_those_that_were_asked_for_and_belong_to_the_scope_of_who_takes_them()
    {
        var before = Tensor.TotalCount;
        using (var feed = new RowFeed(row => TinyWorld.Row(row), ahead: 2, TimeProvider.System))
        {
            feed.Ask(_rows);
            foreach (var row in _rows)
            {
                using var scope = NewDisposeScope();
                var (taken, expected) = (feed.Take(row), TinyWorld.Row(row));
                Assert.Same(row, taken.Examples);
                Assert.Equal(expected.Tokens.data<long>().ToArray(), taken.Tokens.data<long>().ToArray());
                Assert.True(scope.Contains(taken.Tokens) && taken.Blocks.All(block => block.Mask is null || scope.Contains(block.Mask)));
            }
        }

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Rows_may_be_taken_in_another_order_by_several_threads_though_few_are_made_ahead()
    {
        using var feed = new RowFeed(row => TinyWorld.Row(row), ahead: 1, TimeProvider.System);
        feed.Ask(_rows);
        var lengths = new long[_rows.Length];

        RowThreads.Run(2, worker =>
        {
            using var scope = NewDisposeScope();
            for (var i = _rows.Length - 1 - worker; i >= 0; i -= 2)
            {
                lengths[i] = feed.Take(_rows[i]).Tokens.shape[1];
            }
        });

        Assert.Equal(_rows.Select(row => (long)row[0].Tokens.Length), lengths);
    }

    [Fact]
    public void No_more_is_made_ahead_than_allowed()
    {
        var (made, third) = (0, new ManualResetEventSlim());
        using var feed = new RowFeed(
            row =>
            {
                if (Interlocked.Increment(ref made) == 3)
                {
                    third.Set();
                }

                return TinyWorld.Row(row);
            },
            ahead: 2,
            TimeProvider.System);
        using var scope = NewDisposeScope();
        feed.Ask(_rows);
        feed.Take(_rows[0]);
        third.Wait(TestContext.Current.CancellationToken); // Two ahead of the one that was taken, and no fourth, which would have to wait for the next Take.

        Assert.Equal(3, Volatile.Read(ref made));
        feed.Take(_rows[1]);
        feed.Take(_rows[2]);
        feed.Take(_rows[3]);
    }

    [Fact]
    public void A_failure_reaches_who_takes_the_row_and_no_other()
    {
        using var scope = NewDisposeScope();
        using var feed = new RowFeed(row => row == _rows[1] ? throw new InvalidDataException("bad row") : TinyWorld.Row(row), ahead: 3, TimeProvider.System);
        feed.Ask(_rows[..3]);

        Assert.Same(_rows[2], feed.Take(_rows[2]).Examples);
        Assert.Equal("bad row", Assert.Throws<InvalidDataException>(() => feed.Take(_rows[1])).Message);
        Assert.Same(_rows[0], feed.Take(_rows[0]).Examples);
    }

    [Fact]
    public void What_was_not_taken_is_disposed_of()
    {
        var before = Tensor.TotalCount;
        using (var feed = new RowFeed(row => TinyWorld.Row(row), ahead: 4, TimeProvider.System))
        {
            feed.Ask(_rows);
            using var scope = NewDisposeScope();
            feed.Take(_rows[0]);
        }

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Waiting_is_measured_where_there_is_any()
    {
        using var scope = NewDisposeScope();
        using var clock = new Clock();
        using var feed = new RowFeed(
            row =>
            {
                if (row == _rows[0])
                {
                    clock.Read.Wait();
                    clock.Seconds = 3;
                }

                return TinyWorld.Row(row);
            },
            ahead: 1,
            clock);
        feed.Ask(_rows[..1]);

        feed.Take(_rows[0]);

        Assert.Equal(TimeSpan.FromSeconds(3), feed.Waited);
    }

    /// <summary>A clock that tells when it has been read: the one who waits for a row reads it first.</summary>
    private sealed class Clock : TimeProvider, IDisposable
    {
        public ManualResetEventSlim Read { get; } = new();

        public volatile int Seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp()
        {
            Read.Set();
            return Seconds;
        }

        public void Dispose() => Read.Dispose();
    }
}
