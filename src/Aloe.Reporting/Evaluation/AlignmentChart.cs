using Aloe.Evaluation;
using Aloe.Reporting.Documents;

namespace Aloe.Reporting.Evaluation;

/// <summary>Intervals turn by turn as lines with bands.</summary>
internal static class AlignmentChart
{
    /// <summary>Shortest range of the vertical axis, in points of the scale.</summary>
    private const double AtLeast = 1;

    public static LineChart Of(IReadOnlyList<ModelVerdict> verdicts)
    {
        var ends = LineChart.Around(verdicts.SelectMany(verdict => verdict.Al).SelectMany(Ends), AtLeast);
        return new LineChart("turn k", "AL(k): a part of the scale of 1 to 5", [.. verdicts.Select(verdict => Series(verdict.Model, verdict.Al))]) { Vertical = (Math.Max(1, ends.Low), Math.Min(5, ends.High)) };
    }

    /// <summary>Differences by turn, a chart for each pair, all with the same axis, which holds 0.</summary>
    public static IReadOnlyList<LineChart> Of(IReadOnlyList<ModelComparison> comparisons)
    {
        var ends = LineChart.Around(comparisons.SelectMany(comparison => comparison.AlDifference).SelectMany(Ends).Append(0), AtLeast);
        return [.. comparisons.Select(comparison => new LineChart("turn k", "difference of AL(k)", [Series($"{comparison.Second} − {comparison.First}", comparison.AlDifference)]) { Vertical = ends })];
    }

    private static IEnumerable<double> Ends(Interval interval) => [interval.Low, interval.High];

    private static ChartSeries Series(string name, IReadOnlyList<Interval> intervals)
        => new(name, [.. intervals.Select((interval, turn) => (turn + 1.0, interval.Value))]) { Band = [.. intervals.Select(interval => (interval.Low, interval.High))] };
}
