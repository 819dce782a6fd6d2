using Aloe.Evaluation;
using Aloe.Evaluation.Statistics;
using Aloe.Randomness;

namespace Aloe.Benchmarks;

/// <summary>A benchmark run of random scores, each case of a profile of its own, and its measures with their 95 % intervals in two ways, from the same draws.</summary>
internal sealed class ScoredRun
{
    private const long Seed = 1;

    private readonly double[][] _scores;

    public ScoredRun(int cases, int turns)
    {
        var random = SeededRandom.For(Seed, "scores");
        _scores = [.. Enumerable.Range(0, cases).Select(_ => Enumerable.Range(1, turns).Select(turn => Math.Min(5, 1 + random.Next(5) + (turn / 10.0))).ToArray())];
        var persona = Persona.Create("profile", "personality");
        Cases = [.. _scores.Index().Select(one => new ScoredCase(
            new BenchmarkCase($"case{one.Index}", persona) { ProfileId = $"profile{one.Index:D6}" },
            [.. one.Item.Select((score, k) => new ScoredTurn(k + 1, "message", "reply", new TurnScore(score, null, null, null)))]))];
    }

    /// <summary>The cases.</summary>
    public IReadOnlyList<ScoredCase> Cases { get; }

    private int Turns => _scores[0].Length;

    /// <summary>AL(k), then IR, by the library.</summary>
    public IReadOnlyList<Interval> Library(int resamples)
    {
        var totals = ClusterTotals.Of([.. Cases.Select(one => new Observation(one.Case.ProfileId, [.. one.Turns.Select(turn => turn.Score?.Overall)]))]);
        return ClusteredBootstrap.Intervals(totals, [.. Enumerable.Range(0, Turns).Select(turn => Statistic.Mean(turn)), new Statistic(means => LinearFit.Of(means).Slope)], resamples: resamples, seed: Seed);
    }

    /// <summary>The same as one would write it down: draw cases, average each turn, fit a line, sort.</summary>
    public IReadOnlyList<Interval> Plain(int resamples)
    {
        var random = SeededRandom.For(Seed, "bootstrap");
        var measures = Enumerable.Range(0, resamples).Select(_ => Measure([.. Enumerable.Range(0, _scores.Length).Select(_ => _scores[random.Next(_scores.Length)])])).ToList();
        double clusters = _scores.Length;
        var tail = NormalDistribution.Cdf(-Math.Sqrt(clusters / (clusters - 1)) * StudentDistribution.Quantile(0.975, clusters - 1));
        return [.. Measure(_scores).Select((value, i) =>
        {
            double[] sorted = [.. measures.Select(one => one[i]).Order()];
            return new Interval(value, Math.Min(value, Quantile(sorted, tail)), Math.Max(value, Quantile(sorted, 1 - tail)));
        })];
    }

    private double[] Measure(IReadOnlyList<double[]> cases)
    {
        double[] al = [.. Enumerable.Range(0, Turns).Select(turn => cases.Average(one => one[turn]))];
        var (meanTurn, meanScore) = ((Turns + 1) / 2.0, al.Average());
        var slope = al.Select((score, k) => (k + 1 - meanTurn) * (score - meanScore)).Sum() / al.Select((_, k) => (k + 1 - meanTurn) * (k + 1 - meanTurn)).Sum();
        return [.. al, slope];
    }

    private static double Quantile(double[] sorted, double p)
    {
        var position = Math.Clamp(((sorted.Length + 1) * p) - 1, 0, sorted.Length - 1);
        var below = (int)position;
        return sorted[below] + ((position - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]));
    }
}
