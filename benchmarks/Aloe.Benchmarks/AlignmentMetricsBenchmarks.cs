using Aloe.Evaluation;
using BenchmarkDotNet.Attributes;

namespace Aloe.Benchmarks;

/// <summary>Summarising a benchmark run: mean score of every turn over all cases, then the fits. Baseline: the averages alone.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class AlignmentMetricsBenchmarks
{
    private ScoredCase[] _cases = [];
    private double[] _al = [];

    [Params(100, 1_000)]
    public int Cases { get; set; }

    [Params(10)]
    public int Turns { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        var persona = Persona.Create("profile", "personality");
        _cases = [.. Enumerable.Range(0, Cases).Select(n => new ScoredCase(
            new BenchmarkCase($"case{n}", persona),
            [.. Enumerable.Range(1, Turns).Select(turn => new ScoredTurn(turn, "message", "reply", Score(random, turn)))]))];
        _al = Averages();
    }

    [Benchmark(Baseline = true)]
    public double[] Averages()
    {
        var al = new double[Turns];
        for (var k = 0; k < Turns; k++)
        {
            var (sum, count) = (0.0, 0);
            foreach (var scored in _cases)
            {
                if (scored.Turns[k].Score is { } score)
                {
                    sum += score.Overall;
                    count++;
                }
            }

            al[k] = sum / count;
        }

        return al;
    }

    [Benchmark]
    public AlignmentCurve CurveOfCases() => AlignmentMetrics.Curve(_cases);

    [Benchmark]
    public AlignmentCurve CurveOfValues() => AlignmentMetrics.Curve(_al);

    /// <summary>One score in fifty is missing.</summary>
    private static TurnScore? Score(Random random, int turn)
        => random.Next(50) == 0 ? null : new TurnScore(Math.Min(5, 1 + random.Next(5) + (turn / 10.0)), null, null, null);
}
