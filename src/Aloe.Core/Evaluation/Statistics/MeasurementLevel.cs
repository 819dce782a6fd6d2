namespace Aloe.Evaluation.Statistics;

/// <summary>What differences between values mean.</summary>
public enum MeasurementLevel
{
    /// <summary>Values are equal or not.</summary>
    Nominal,

    /// <summary>Values have an order; a difference counts by the ranks between them.</summary>
    Ordinal,

    /// <summary>Differences count by their square.</summary>
    Interval,
}
