using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>Mean negative log-likelihood of the tokens of preferred replies.</summary>
internal sealed class SftObjective : IObjective
{
    /// <inheritdoc/>
    public ObjectiveValue Evaluate(Tensor logProbs, RowTensors row, BatchTotals totals)
    {
        var sum = Preferred(logProbs, row);
        return new ObjectiveValue(sum.neg().Over(totals.PreferredTokens), sum.Over(totals.PreferredReplies));
    }

    /// <summary>A row's share of the mean negative log-likelihood per preferred token.</summary>
    public static Tensor TokenNll(Tensor logProbs, RowTensors row, BatchTotals totals) => Preferred(logProbs, row).neg().Over(totals.PreferredTokens);

    private static Tensor Preferred(Tensor logProbs, RowTensors row) => (logProbs * row.IsPreferred).sum(float64);
}
