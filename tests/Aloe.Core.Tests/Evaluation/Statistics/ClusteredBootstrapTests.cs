using Aloe.Evaluation;
using Aloe.Evaluation.Statistics;
using Aloe.Randomness;

namespace Aloe.Core.Tests.Evaluation.Statistics;

public sealed class ClusteredBootstrapTests
{
    private static readonly Statistic Mean = Statistic.Mean(0, 1, 5);

    // Cluster means 2, 3, 4: SE = √(1/3), t(0.975; 2) = 4.302653.
    [Fact]
    public void Few_equal_clusters_have_the_t_interval_of_their_means()
    {
        var interval = Interval([("a", 1), ("a", 3), ("b", 3), ("b", 3), ("c", 4), ("c", 4)], Statistic.Mean(0));
        Assert.Equal(3, interval.Value, 1e-12);
        Assert.Equal(3 - (4.30265272974946 / Math.Sqrt(3)), interval.Low, 1e-10);
        Assert.Equal(3 + (4.30265272974946 / Math.Sqrt(3)), interval.High, 1e-10);
    }

    [Fact]
    public void No_interval_reaches_beyond_what_is_possible()
        => Assert.Equal(new Interval(3, 1, 5), Interval([("a", 1), ("a", 3), ("b", 3), ("b", 3), ("c", 4), ("c", 4)], Mean));

    [Fact]
    public void In_a_single_cluster_cases_stand_for_themselves()
        => Assert.Equal(Interval([("a", 2), ("b", 3), ("c", 4)], Mean), Interval([("a", 2), ("a", 3), ("a", 4)], Mean));

    [Fact]
    public void A_single_case_tells_nothing_of_others() => Assert.Equal(new Interval(3.5, 1, 5), Interval([("a", 3.5)], Mean));

    [Fact]
    public void A_column_of_a_single_cluster_tells_nothing_and_the_others_stay()
    {
        var totals = ClusterTotals.Of([.. Enumerable.Range(0, 10).Select(i => new Observation($"{i}", [3 + (i % 2), i == 4 ? 2 : null]))]);
        var intervals = ClusteredBootstrap.Intervals(totals, [Mean, Statistic.Mean(1, 1, 5), new Statistic(means => means[0] + means[1], 2, 10)]);
        Assert.InRange(intervals[0].Low, 3, 3.4);
        Assert.InRange(intervals[0].High, 3.6, 4);
        Assert.Equal(new Interval(2, 1, 5), intervals[1]);
        Assert.Equal(new Interval(5.5, 2, 10), intervals[2]);
    }

    [Fact]
    public void Equal_scores_have_no_width()
        => Assert.Equal(new Interval(4, 4, 4), Interval([.. Enumerable.Range(0, 20).Select(i => ($"{i}", 4.0))], Mean));

    // What the cases of a cluster share is no independent evidence: five equal cases are as one.
    [Fact]
    public void Copies_of_cases_do_not_narrow_the_interval()
    {
        (string, double)[] once = [.. Enumerable.Range(0, 20).Select(i => ($"{i:D2}", 2 + (i % 7 / 3.0)))];
        var (one, five) = (Interval(once, Mean), Interval([.. once.SelectMany(pair => Enumerable.Repeat(pair, 5))], Mean));
        Assert.Equal((one.Low, one.High), (five.Low, five.High), (a, b) => Math.Abs(a.Low - b.Low) < 1e-12 && Math.Abs(a.High - b.High) < 1e-12);
    }

    [Fact]
    public void The_seed_decides_and_the_order_of_clusters_does_not()
    {
        (string, double)[] cases = [.. Enumerable.Range(0, 20).Select(i => ($"{i:D2}", 2 + (i % 7 / 3.0)))];
        Assert.Equal(Interval(cases, Mean), Interval([.. cases.Reverse()], Mean));
        Assert.NotEqual(Interval(cases, Mean), Interval(cases, Mean, seed: 1));
    }

    [Fact]
    public void More_confidence_is_wider()
    {
        var totals = new Experiment(20).Draw(SeededRandom.For(2));
        double[] widths = [.. new[] { 0.5, 0.8, 0.95, 0.99 }.Select(confidence => ClusteredBootstrap.Intervals(totals, [Mean], confidence)[0]).Select(interval => interval.High - interval.Low)];
        Assert.Equal(widths.Order(), widths);
    }

    [Fact]
    public void A_resample_allocates_nothing_but_its_values()
    {
        var totals = ClusterTotals.Of([.. Enumerable.Range(0, 30).Select(i => new Observation($"{i:D2}", [i % 5, i % 3]))]);
        Statistic[] statistics = [Statistic.Mean(0), Statistic.Mean(1), new(means => LinearFit.Of(means).Slope)];
        _ = Allocated(100);

        var (few, many) = (Allocated(1_000), Allocated(11_000));

        Assert.InRange(few, 0, 200_000);
        Assert.InRange(many - few - (10_000 * statistics.Length * sizeof(double)), -2_000, 2_000);

        long Allocated(int resamples)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            _ = ClusteredBootstrap.Intervals(totals, statistics, resamples: resamples);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        Assert.Throws<ArgumentException>(() => ClusterTotals.Of([]));
        Assert.Throws<ArgumentException>(() => ClusterTotals.Of([new Observation("a", [1]), new Observation("b", [1, 2])]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClusteredBootstrap.Intervals(ClusterTotals.Of([new Observation("a", [1])]), [Mean], resamples: 99));
    }

    private static Interval Interval((string Cluster, double Value)[] cases, Statistic statistic, long seed = 0)
        => ClusteredBootstrap.Intervals(ClusterTotals.Of([.. cases.Select(one => new Observation(one.Cluster, [one.Value]))]), [statistic], seed: seed)[0];
}
