namespace Aloe.Evaluation.Statistics;

/// <summary>A figure to give an interval for.</summary>
/// <param name="Of">Computes it from the column means; must give a finite number for any of them.</param>
/// <param name="Min">Lowest possible value; no interval reaches beyond.</param>
/// <param name="Max">Highest possible value.</param>
public sealed record Statistic(MeansFunction Of, double Min = double.NegativeInfinity, double Max = double.PositiveInfinity)
{
    /// <summary>The columns that it depends on. <value>Default: all.</value></summary>
    public Range Columns { get; init; } = Range.All;

    /// <summary>The mean of one column.</summary>
    /// <param name="column">0-based column.</param>
    /// <param name="min">Lowest possible value.</param>
    /// <param name="max">Highest possible value.</param>
    public static Statistic Mean(int column, double min = double.NegativeInfinity, double max = double.PositiveInfinity)
        => new(means => means[column], min, max) { Columns = column..(column + 1) };

    /// <summary>The interval from one bound to the other, cut to what is possible and stretched to hold the value itself.</summary>
    internal Interval Interval(double value, double low, double high)
        => new(value, Math.Min(value, Math.Max(low, Min)), Math.Max(value, Math.Min(high, Max)));
}
