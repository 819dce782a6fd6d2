using Aloe.Evaluation;

namespace Aloe.Reporting.Evaluation;

/// <summary>What <c>comparison.json</c> holds.</summary>
internal sealed record ComparisonContent(IReadOnlyList<ModelVerdict> Verdicts, IReadOnlyList<ModelComparison> Comparisons);
