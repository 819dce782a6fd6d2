using Aloe.Benchmarks.Comparisons.InputOutput;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;

namespace Aloe.Benchmarks;

/// <summary>Files of trees. Baseline: lines as strings and a serializer that works by reflection, nothing checked.</summary>
[ShortRunJob]
[MemoryDiagnoser]
[BenchmarkCategory("io")]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
public class TreesJsonlBenchmarks
{
    private string _folder = "";
    private string _file = "";
    private IReadOnlyList<ConversationTree> _trees = [];

    [Params(100, 1_000)]
    public int Trees { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _folder = Directory.CreateTempSubdirectory("aloe-trees-").FullName;
        _file = Path.Combine(_folder, "trees.jsonl");
        _trees = [.. TreesSample.Create(50, _folder).Take(Trees)];
        TreesWay.Aloe.Write(_file, _trees);
    }

    [GlobalCleanup]
    public void Cleanup() => Directory.Delete(_folder, recursive: true);

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("read")]
    public int ReadByReflection() => TreesWay.ByReflection.Read(_file).Count();

    [Benchmark]
    [BenchmarkCategory("read")]
    public int Read() => TreesWay.Aloe.Read(_file).Count();

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("write")]
    public void WriteByReflection() => TreesWay.ByReflection.Write(Path.Combine(_folder, "out.jsonl"), _trees);

    [Benchmark]
    [BenchmarkCategory("write")]
    public void Write() => TreesWay.Aloe.Write(Path.Combine(_folder, "out.jsonl"), _trees);
}
