using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>Mean negative log-likelihood of the tokens of preferred replies.</summary>
internal sealed class SftObjective : IObjective
{
    /// <inheritdoc/>
    public ObjectiveValue Evaluate(Tensor logProbs, RowTensors row, BatchTotals totals)
        => new(TokenNll(logProbs, row, totals));

    /// <summary>A row's share of the mean negative log-likelihood per preferred token.</summary>
    public static Tensor TokenNll(Tensor logProbs, RowTensors row, BatchTotals totals)
        => (logProbs * row.IsPreferred).sum(float64).neg().Over(totals.PreferredTokens);
}
