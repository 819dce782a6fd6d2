namespace Aloe.Torch.Training;

/// <summary>Log-probs of every reply under the reference model, computed once, before the first step: no second model is ever in memory.</summary>
/// <param name="logProbs">For each example the log-prob of each of its replies, in order.</param>
internal sealed class ReferenceLogProbs(Dictionary<string, double[]> logProbs)
{
    /// <summary>Log-probs of the replies of an example, in its order.</summary>
    public double[] this[string exampleId] => logProbs[exampleId];

    /// <summary>All of them by example.</summary>
    public IReadOnlyDictionary<string, double[]> ByExample => logProbs;

    /// <summary>Computes them.</summary>
    /// <param name="model">The reference.</param>
    /// <param name="rows">Rows that hold every example once: those of the first epoch, so that policy and reference start bit-equal.</param>
    /// <param name="place">Puts a row on the device.</param>
    /// <param name="workers">Rows at a time.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    /// <exception cref="InvalidDataException">A log-prob is not finite; the message names the example.</exception>
    public static ReferenceLogProbs Compute(
        DecoderModel model, IReadOnlyList<IReadOnlyList<EncodedExample>> rows, Func<IReadOnlyList<EncodedExample>, RowTensors> place, int workers, CancellationToken cancellationToken)
    {
        var replies = new ReplyLogProbs(model);
        var sums = RowsWithoutGradient.Compute(rows, place, workers, row => row.SumByReply(replies.Frozen(replies.Predicting(row), row.Targets)), cancellationToken);
        var logProbs = new Dictionary<string, double[]>();
        foreach (var (index, row) in rows.Index())
        {
            var next = 0;
            foreach (var example in row)
            {
                logProbs[example.Id] = sums[index][next..(next += example.Replies.Length)];
                if (!logProbs[example.Id].All(double.IsFinite))
                {
                    throw new InvalidDataException($"Example '{example.Id}': the reference model gives a log-prob that is not finite.");
                }
            }
        }

        return new ReferenceLogProbs(logProbs);
    }
}
