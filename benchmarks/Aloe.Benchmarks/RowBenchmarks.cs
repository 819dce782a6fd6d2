using Aloe.Benchmarks.Comparisons;
using Aloe.Torch;
using Aloe.Torch.Training;
using BenchmarkDotNet.Attributes;
using static TorchSharp.torch;

namespace Aloe.Benchmarks;

/// <summary>Making the tensors of a row: tokens, positions, masks, predictors. Baseline: a mask for every token and key of the row, filled one by one.</summary>
[ShortRunJob]
[MemoryDiagnoser]
[BenchmarkCategory("packing")]
public class RowBenchmarks
{
    private const int Vocabulary = 8_192;

    private EncodedExample[] _trees = [];

    [Params(1, 4, 16)]
    public int Trees { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        TorchRuntime.EnsureLoaded();
        _trees = [.. Enumerable.Range(1, Trees).Select(number => new RandomTree(number, Vocabulary).Tree)];
    }

    [Benchmark(Baseline = true)]
    public long DenseMask()
    {
        using var scope = NewDisposeScope();
        var length = _trees.Sum(tree => tree.Tokens.Length);
        var mask = new float[length * length];
        Array.Fill(mask, float.NegativeInfinity);
        var offset = 0;
        foreach (var tree in _trees)
        {
            for (var key = 0; key < tree.Tokens.Length; key++)
            {
                var end = Math.Min(tree.VisibleUntil[key], tree.Tokens.Length);
                for (var query = key; query < end; query++)
                {
                    mask[((offset + query) * length) + offset + key] = 0;
                }
            }

            offset += tree.Tokens.Length;
        }

        return tensor(mask, [1, 1, length, length]).numel();
    }

    [Benchmark]
    public long Create()
    {
        using var scope = NewDisposeScope();
        return RowTensors.Create(_trees, 128, CPU, ScalarType.Float32).Tokens.numel();
    }
}
