namespace Aloe.Statistics;

/// <summary>The content of a run report.</summary>
internal sealed record RunReportDocument(int SchemaVersion, RunStatistics Statistics);
