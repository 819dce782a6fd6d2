namespace Aloe.Reporting.Documents;

/// <summary>A line of a <see cref="LineChart"/>.</summary>
internal sealed record ChartSeries(string Name, IReadOnlyList<(double X, double Y)> Points);
