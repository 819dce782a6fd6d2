namespace Aloe.Reporting.Documents;

/// <summary>A line of a <see cref="LineChart"/>.</summary>
internal sealed record ChartSeries(string Name, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>A band around the line, point by point; empty for none.</summary>
    public IReadOnlyList<(double Low, double High)> Band { get; init; } = [];
}
