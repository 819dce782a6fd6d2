using Aloe.Torch.Training;
using BenchmarkDotNet.Attributes;

namespace Aloe.Benchmarks;

/// <summary>Dealing examples out to rows. Baseline: next fit, which opens a new row as soon as one example does not fit, and so leaves rows emptier.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class RowPackerBenchmarks
{
    private const int Capacity = 8_192;

    private int[] _lengths = [];

    [Params(48, 1_000)]
    public int Examples { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        _lengths = [.. Enumerable.Range(0, Examples).Select(_ => 600 + random.Next(1_200))];
    }

    [Benchmark(Baseline = true)]
    public int NextFit()
    {
        var (rows, free) = (1, Capacity);
        foreach (var length in _lengths)
        {
            if (length > free)
            {
                (rows, free) = (rows + 1, Capacity);
            }

            free -= length;
        }

        return rows;
    }

    [Benchmark]
    public int BestFitDecreasing() => RowPacker.Pack(_lengths, Capacity).Count;
}
