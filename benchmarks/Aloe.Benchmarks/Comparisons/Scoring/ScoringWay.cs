using Aloe.Torch.Training;
using static TorchSharp.torch;

namespace Aloe.Benchmarks.Comparisons.Scoring;

/// <summary>A way to find log-probs and gradients.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="LogProbs">Finds the log-probs; where the pass is not only forward, gradients are left in hidden states and head.</param>
internal sealed record ScoringWay(string Name, Func<ScoringProblem, ScoringPass, Tensor> LogProbs)
{
    /// <summary>As published scripts do it.</summary>
    public static ScoringWay AllLogits { get; } = new("logits of all tokens", (problem, pass) => Plain(problem, pass, problem.Hidden, problem.Predictors));

    public static ScoringWay ReplyLogits { get; } = new("logits of replies", (problem, pass) =>
        Plain(problem, pass, problem.Hidden.index_select(0, problem.Predictors), arange(problem.Targets.numel(), int64)));

    /// <summary>As the trainer does it for a large vocabulary.</summary>
    public static ScoringWay Tiles { get; } = new("tiles", Tiled);

    public static IReadOnlyList<ScoringWay> All { get; } = [AllLogits, ReplyLogits, Tiles];

    /// <summary>One pass; the log-probs belong to the caller.</summary>
    public Tensor Run(ScoringProblem problem, ScoringPass pass)
    {
        using var scope = NewDisposeScope();
        using var mode = set_grad_enabled(pass != ScoringPass.Forward);
        return LogProbs(problem, pass).detach().DetachFromDisposeScope();
    }

    private static Tensor Plain(ScoringProblem problem, ScoringPass pass, Tensor hidden, Tensor rows)
    {
        var scores = Pick();
        if (pass != ScoringPass.Forward)
        {
            autograd.backward(scores, problem.By);
        }

        return scores;

        // Lets go of what the backward pass does not need.
        Tensor Pick()
        {
            using var scope = NewDisposeScope();
            var logits = nn.functional.linear(hidden, problem.Head);
            var logProbs = logits.log_softmax(-1);
            return logProbs[rows, problem.Targets].MoveToOuterDisposeScope();
        }
    }

    private static Tensor Tiled(ScoringProblem problem, ScoringPass pass)
    {
        var (predicting, tiles) = (problem.Hidden.index_select(0, problem.Predictors), new TiledSoftmax(problem.Head, TiledSoftmax.CpuTile));
        if (pass == ScoringPass.Forward)
        {
            return tiles.LogProbs(predicting, problem.Targets);
        }

        var (scores, backward) = tiles.WithBackward(predicting, problem.Targets);
        autograd.backward(predicting, backward(problem.By));
        return scores;
    }
}
