namespace Aloe.Statistics;

/// <summary>How often something happened out of the times it could, with the interval that the true rate lies in.</summary>
/// <param name="Count">Times it happened, 0 to <paramref name="Total"/>.</param>
/// <param name="Total">Times it could have happened.</param>
public sealed record Proportion(long Count, long Total)
{
    /// <summary>Quantile of the normal distribution for an interval of 95 %.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>Share, 0 to 1; null where nothing was counted.</summary>
    public double? Share => Total == 0 ? null : (double)Count / Total;

    /// <summary>Lower end of Wilson's 95 % interval, 0 to 1; null where nothing was counted.</summary>
    public double? Low => Total == 0 ? null : Math.Max(0, Centre - HalfWidth);

    /// <summary>Upper end of Wilson's 95 % interval, 0 to 1; null where nothing was counted.</summary>
    public double? High => Total == 0 ? null : Math.Min(1, Centre + HalfWidth);

    private double Rate => (double)Count / Total;

    private double Centre => (Rate + (Z * Z / (2 * Total))) / (1 + (Z * Z / Total));

    private double HalfWidth => Z * Math.Sqrt((Rate * (1 - Rate) / Total) + (Z * Z / (4.0 * Total * Total))) / (1 + (Z * Z / Total));
}
