namespace Aloe.Torch.Training;

/// <summary>Evaluates the model on what it is not trained on, without gradients.</summary>
/// <param name="model">The policy.</param>
/// <param name="objective">What is minimised in training.</param>
/// <param name="rows">Rows that hold every held-out example once.</param>
/// <param name="place">Puts a row on the device.</param>
/// <param name="workers">Rows at a time.</param>
internal sealed class HeldOutEvaluation(
    DecoderModel model, IObjective objective, IReadOnlyList<IReadOnlyList<EncodedExample>> rows, Func<IReadOnlyList<EncodedExample>, RowTensors> place, int workers)
{
    /// <summary>The result with the weights as they are now.</summary>
    /// <param name="cancellationToken">Stops between rows.</param>
    /// <exception cref="InvalidDataException">The loss is not finite; the message names the examples.</exception>
    public HeldOutResult Evaluate(CancellationToken cancellationToken)
    {
        var replies = new ReplyLogProbs(model);
        var totals = BatchTotals.Of(rows.SelectMany(row => row));
        var shares = RowsWithoutGradient.Compute(
            rows, place, workers, row => objective.Evaluate(replies.Frozen(replies.Predicting(row), row.Targets), row, totals).ToVector(), cancellationToken);
        if (shares.Index().FirstOrDefault(share => !double.IsFinite(share.Item[0])) is { Item: not null } bad)
        {
            throw new InvalidDataException($"The held-out loss is not finite, in one of the examples {string.Join(", ", rows[bad.Index].Select(example => $"'{example.Id}'"))}.");
        }

        var metrics = StepMetrics.Read([.. Enumerable.Range(0, StepMetrics.Count).Select(i => shares.Sum(share => share[i]))]);
        return new HeldOutResult(metrics.Loss, rows.Sum(row => row.Count)) { Accuracy = metrics.Accuracy, Margin = metrics.Margin };
    }
}
