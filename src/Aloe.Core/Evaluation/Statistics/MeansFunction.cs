namespace Aloe.Evaluation.Statistics;

/// <summary>A figure that is computed from the column means of observations.</summary>
/// <param name="means">The mean of each column, over the observations that have a value there.</param>
public delegate double MeansFunction(ReadOnlySpan<double> means);
