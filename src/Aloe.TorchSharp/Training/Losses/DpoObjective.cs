using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>Mean DPO loss of the pairs, plus the weighted SFT loss of <see cref="DpoOptions.SftWeight"/>.</summary>
internal sealed class DpoObjective(DpoOptions options, ReferenceLogProbs reference) : IObjective
{
    private readonly SigmoidDpoLoss _loss = new(options.Beta);

    /// <inheritdoc/>
    public ObjectiveValue Evaluate(Tensor logProbs, RowTensors row, BatchTotals totals)
    {
        var (preferred, rejected) = PairIndices(row);
        var policy = row.SumByReply(logProbs);
        var frozen = tensor(row.Examples.SelectMany(example => reference[example.Id]).ToArray(), float64, device: logProbs.device);
        var first = tensor(preferred, int64, device: logProbs.device);
        var second = tensor(rejected, int64, device: logProbs.device);
        var margins = _loss.Margins(
            policy.index_select(0, first), policy.index_select(0, second), frozen.index_select(0, first), frozen.index_select(0, second));
        var loss = SigmoidDpoLoss.PerPair(margins).sum().Over(totals.Pairs);
        if (options.SftWeight > 0)
        {
            loss = loss.Plus(SftObjective.TokenNll(logProbs, row, totals).Times(options.SftWeight));
        }

        var told = margins.detach();
        return new ObjectiveValue(loss, told.gt(HeldScalar.Of(0L)).sum(float64).Over(totals.Pairs), told.sum().Over(totals.Pairs));
    }

    // The two replies of a turn follow each other, the leaf first, whichever is preferred.
    private static (long[] Preferred, long[] Rejected) PairIndices(RowTensors row)
    {
        var kinds = row.Examples.SelectMany(example => example.Replies).Select(reply => reply.Kind).ToArray();
        long[] Of(ReplyKind kind) => [.. kinds.Index().Where(entry => entry.Item == kind).Select(entry => (long)entry.Index)];
        return (Of(ReplyKind.Preferred), Of(ReplyKind.Rejected));
    }
}
