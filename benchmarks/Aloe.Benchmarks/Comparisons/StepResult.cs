namespace Aloe.Benchmarks.Comparisons;

/// <summary>What a step took and gave.</summary>
internal readonly record struct StepResult(TimeSpan Time, double Loss, double GradientNorm);
