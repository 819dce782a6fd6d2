namespace Aloe.Evaluation;

/// <summary>An estimate with its confidence interval.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Low">Lower bound.</param>
/// <param name="High">Upper bound.</param>
public sealed record Interval(double Value, double Low, double High);
