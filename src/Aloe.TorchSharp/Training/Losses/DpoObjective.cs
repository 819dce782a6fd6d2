using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>Mean preference loss of the pairs, plus the weighted SFT loss of <see cref="DpoOptions.SftWeight"/>.</summary>
internal sealed class DpoObjective(DpoOptions options, ReferenceLogProbs reference) : IObjective
{
    private readonly IPreferenceLoss _loss = IPreferenceLoss.Of(options);

    /// <inheritdoc/>
    public ObjectiveValue Evaluate(Tensor logProbs, RowTensors row, BatchTotals totals)
    {
        var pairs = PairIndices.Of(row);
        var policy = row.SumByReply(logProbs);
        var ratios = policy - OnDevice(row.Examples.SelectMany(example => reference[example.Id]));
        if (_loss.PerToken)
        {
            ratios = ratios / OnDevice(row.Examples.SelectMany(example => example.Replies).Select(reply => (double)reply.Length));
        }

        var (chosen, rejected) = pairs.Split(ratios);
        var loss = Mean(_loss.PerPair(chosen, rejected));
        if (options.SftWeight > 0)
        {
            loss = loss.Plus(SftObjective.TokenNll(logProbs, row, totals).Times(options.SftWeight));
        }

        var (logProbChosen, logProbRejected) = pairs.Split(policy.detach());
        return new ObjectiveValue(loss, Mean(logProbChosen))
        {
            LogProbRejected = Mean(logProbRejected),
            RewardChosen = Mean(chosen.detach()).Times(options.Beta),
            RewardRejected = Mean(rejected.detach()).Times(options.Beta),
            Accuracy = Mean(chosen.detach().gt(rejected.detach())),
        };

        Tensor OnDevice(IEnumerable<double> values) => RowTensors.OnDevice(tensor(values.ToArray(), float64, device: CPU), logProbs.device);

        Tensor Mean(Tensor perPair) => perPair.sum(float64).Over(totals.Pairs);
    }
}
