using Aloe.Torch.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Aloe.Benchmarks.Comparisons.Scoring;

/// <summary>Hidden states of a row, a head, and the targets whose log-probs are wanted.</summary>
internal sealed class ScoringProblem : IDisposable
{
    public ScoringProblem(int vocabulary, int width, EncodedExample row)
    {
        using var generator = new Generator(1, CPU);
        Hidden = Normal(row.Tokens.Length, 1);
        Head = new Parameter(Normal(vocabulary, 0.05));
        Predictors = tensor(row.Predictors.Select(index => (long)index).ToArray());
        Targets = tensor(row.Targets.Select(token => (long)token).ToArray());
        By = rand([row.Targets.Length], generator: generator);

        // In place: the peak of the process must not be that of this.
        Tensor Normal(int rows, double deviation) => empty(rows, width).normal_(0, deviation, generator);
    }

    /// <summary>[T, D].</summary>
    public Tensor Hidden { get; }

    /// <summary>[V, D].</summary>
    public Parameter Head { get; }

    /// <summary>Which hidden states predict targets, [P].</summary>
    public Tensor Predictors { get; }

    /// <summary>Tokens, [P].</summary>
    public Tensor Targets { get; }

    /// <summary>Derivatives of a loss by the log-probs, [P].</summary>
    public Tensor By { get; }

    /// <summary>Bytes of the gradients that a pass leaves.</summary>
    public long ResultBytes(ScoringPass pass) => sizeof(float) * (pass switch
    {
        ScoringPass.Forward => 0,
        ScoringPass.FrozenHead => Hidden.numel(),
        _ => Hidden.numel() + Head.numel(),
    });

    /// <summary>Floating-point operations that a pass needs, however it is computed: 2 for each weight and target, twice as many more for both gradients.</summary>
    public double Flops(ScoringPass pass)
        => 2.0 * Head.numel() * Targets.numel() * (pass switch { ScoringPass.Forward => 1, ScoringPass.FrozenHead => 2, _ => 3 });

    /// <summary>Makes ready for a pass.</summary>
    public void Prepare(ScoringPass pass)
    {
        (Hidden.grad, Head.grad) = (null, null);
        Hidden.requires_grad_(pass != ScoringPass.Forward);
        Head.requires_grad_(pass == ScoringPass.Training);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var each in (Tensor[])[Hidden, Head, Predictors, Targets, By])
        {
            each.Dispose();
        }
    }
}
