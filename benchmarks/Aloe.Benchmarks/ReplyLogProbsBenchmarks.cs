using Aloe.Benchmarks.Comparisons;
using Aloe.Torch;
using Aloe.Torch.Training;
using BenchmarkDotNet.Attributes;
using static TorchSharp.torch;

namespace Aloe.Benchmarks;

/// <summary>Scoring: log-probs of all replies of a tree, without gradients. Baseline: logits and their log-softmax for every token of the tree, from which the targets are picked.</summary>
[ShortRunJob]
[MemoryDiagnoser]
public class ReplyLogProbsBenchmarks
{
    private DecoderModel? _model;
    private EncodedExample? _tree;

    [GlobalSetup]
    public void Setup()
    {
        TorchRuntime.EnsureLoaded();
        var config = BenchmarkModel.Named("5M").Config;
        _model = DecoderModel.Create(config, seed: 1, CPU, ScalarType.Float32);
        _tree = new RandomTree(1, config.VocabularySize).Tree;
    }

    [GlobalCleanup]
    public void Cleanup() => _model!.Dispose();

    [Benchmark(Baseline = true)]
    public float AllLogits()
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var row = Row();
        var logProbs = _model!.Logits(_model.Hidden(row.Tokens, row.Positions, row.Blocks).squeeze(0)).log_softmax(-1);
        return logProbs.index_select(0, row.Predictors).gather(1, row.Targets.unsqueeze(1)).sum().item<float>();
    }

    [Benchmark]
    public float ReplyLogits()
    {
        using var inference = inference_mode();
        using var scope = NewDisposeScope();
        var (row, replies) = (Row(), new ReplyLogProbs(_model!));
        return replies.Frozen(replies.Predicting(row), row.Targets).sum().item<float>();
    }

    private RowTensors Row() => RowTensors.Create([_tree!], 128, CPU, ScalarType.Float32);
}
