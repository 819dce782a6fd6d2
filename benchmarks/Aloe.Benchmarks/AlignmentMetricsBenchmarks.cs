using Aloe.Evaluation;
using BenchmarkDotNet.Attributes;

namespace Aloe.Benchmarks;

/// <summary>Summarising a benchmark run: AL and IR with their intervals from 10,000 resamples, and the curve alone. Baseline: the intervals by plain loops over drawn cases.</summary>
[ShortRunJob]
[MemoryDiagnoser]
[BenchmarkCategory("metrics")]
public class AlignmentMetricsBenchmarks
{
    private const int Turns = 10;
    private const int Resamples = 10_000;

    private ScoredRun? _run;

    [Params(100, 1_000)]
    public int Cases { get; set; }

    [GlobalSetup]
    public void Setup() => _run = new ScoredRun(Cases, Turns);

    [Benchmark(Baseline = true)]
    public IReadOnlyList<Interval> PlainIntervals() => _run!.Plain(Resamples);

    [Benchmark]
    public IReadOnlyList<Interval> Intervals() => _run!.Library(Resamples);

    [Benchmark]
    public AlignmentCurve Curve() => AlignmentMetrics.Curve(_run!.Cases);
}
