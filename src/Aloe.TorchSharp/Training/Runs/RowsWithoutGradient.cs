using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>Forward passes over rows of which nothing is learned.</summary>
internal static class RowsWithoutGradient
{
    /// <summary>Numbers for each row.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="place">Puts a row on the device.</param>
    /// <param name="workers">Rows at a time.</param>
    /// <param name="of">What is wanted of a row: a float64 vector on the device.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    public static double[][] Compute(
        IReadOnlyList<IReadOnlyList<EncodedExample>> rows, Func<IReadOnlyList<EncodedExample>, RowTensors> place, int workers, Func<RowTensors, Tensor> of, CancellationToken cancellationToken)
    {
        var numbers = new double[rows.Count][];
        var hands = RowThreads.Deal(RowThreads.Lengths(rows), workers);
        using var feed = new RowFeed(place, workers, TimeProvider.System);
        feed.Ask(RowThreads.InOrder(rows, workers));
        RowThreads.Run(hands.Count, worker =>
        {
            foreach (var index in hands[worker])
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                using var noGrad = no_grad();
                numbers[index] = of(feed.Take(rows[index])).cpu().data<double>().ToArray();
            }
        });
        return numbers;
    }
}
