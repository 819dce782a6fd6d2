using Aloe.Benchmarks.Comparisons.Scoring;
using Aloe.Torch;
using BenchmarkDotNet.Attributes;

namespace Aloe.Benchmarks;

/// <summary>Scoring: log-probs of the replies of a pair from hidden states, without and with gradients. Baseline: logits and their log-softmax for every token of the row, from which the targets are picked.</summary>
[ShortRunJob]
[MemoryDiagnoser]
[BenchmarkCategory("scoring")]
public class ReplyLogProbsBenchmarks : IDisposable
{
    private const int Width = 256;

    private ScoringProblem? _problem;
    private ScoringPass _pass;

    [Params(8_192, 128_256)]
    public int Vocabulary { get; set; }

    [Params(false, true)]
    public bool Gradients { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        TorchRuntime.EnsureLoaded();
        _problem = ScoringRow.Pair.Problem(Vocabulary, Width);
        _pass = Gradients ? ScoringPass.Training : ScoringPass.Forward;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _problem?.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public void AllLogits() => Run(ScoringWay.AllLogits);

    [Benchmark]
    public void ReplyLogits() => Run(ScoringWay.ReplyLogits);

    [Benchmark]
    public void Tiles() => Run(ScoringWay.Tiles);

    private void Run(ScoringWay way)
    {
        _problem!.Prepare(_pass);
        way.Run(_problem, _pass).Dispose();
    }
}
