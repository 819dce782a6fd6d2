using Aloe.Benchmarks.Comparisons.InputOutput;
using Aloe.Torch;
using BenchmarkDotNet.Attributes;
using static TorchSharp.torch;

namespace Aloe.Benchmarks;

/// <summary>Loading weights. Baseline: a plain copy out of a mapped file into new tensors.</summary>
[ShortRunJob]
[MemoryDiagnoser]
[BenchmarkCategory("io")]
public class SafetensorsBenchmarks
{
    private string _folder = "";
    private string _file = "";

    [Params(1, 4)]
    public int Tensors { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        TorchRuntime.EnsureLoaded();
        using var scope = NewDisposeScope();
        _folder = Directory.CreateTempSubdirectory("aloe-weights-").FullName;
        _file = Path.Combine(_folder, "model.safetensors");
        SafetensorsWriter.Write(_file, WeightFiles.Tensors(Tensors), ScalarType.Float32);
    }

    [GlobalCleanup]
    public void Cleanup() => Directory.Delete(_folder, recursive: true);

    [Benchmark(Baseline = true)]
    public void MappedCopy() => WeightFiles.CopyMapped(_file, ScalarType.Float32, ScalarType.Float32);

    [Benchmark]
    public void Load() => WeightFiles.Load(_file, ScalarType.Float32);
}
