namespace Aloe.Reporting.Documents;

/// <summary>Lines over a common axis, with bands where there are some. Lines differ in colour and dash, which come from the page's style sheet. The vertical axis begins at 0 unless it is said otherwise.</summary>
internal sealed record LineChart(string XAxis, string YAxis, IReadOnlyList<ChartSeries> Series)
{
    /// <summary>Ends of the vertical axis; null for 0 and the highest value.</summary>
    public (double Low, double High)? Vertical { get; init; }

    public IEnumerable<(double X, double Y)> Points => Series.SelectMany(series => series.Points);

    public (double Low, double High) Horizontal => (Points.Min(point => point.X), Points.Max(point => point.X));

    /// <summary>Ends of an axis that shows all values and is no shorter than a given range, so that noise does not look like a mountain.</summary>
    public static (double Low, double High) Around(IEnumerable<double> values, double atLeast)
    {
        var all = values.ToList();
        var (low, high) = (all.Min(), all.Max());
        var missing = Math.Max(0, atLeast - (high - low)) / 2;
        return (low - missing, high + missing);
    }
}
