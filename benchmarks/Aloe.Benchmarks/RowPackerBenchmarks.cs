using Aloe.Torch.Tests.Training;
using Aloe.Torch.Training;
using BenchmarkDotNet.Attributes;

namespace Aloe.Benchmarks;

/// <summary>Dealing examples out to rows. Baseline: the same rows by looking at every row for every example. Next fit opens a new row as soon as one example does not fit, and so leaves rows emptier.</summary>
[ShortRunJob]
[MemoryDiagnoser]
[BenchmarkCategory("packing")]
public class RowPackerBenchmarks
{
    private const int Capacity = 8_192;

    private int[] _lengths = [];

    [Params(48, 1_000, 10_000)]
    public int Examples { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _lengths = [.. Enumerable.Range(0, Examples).Select(_ => 600 + random.Next(1_200))];
    }

    [Benchmark(Baseline = true)]
    public int Loop() => BestFitLoop.Pack(_lengths, Capacity).Length;

    [Benchmark]
    public int NextFit() => Comparisons.Packing.Packers.NextFit(_lengths, Capacity).Length;

    [Benchmark]
    public int BestFitDecreasing() => RowPacker.Pack(_lengths, Capacity).Length;
}
