namespace Aloe.Evaluation;

/// <summary>What an alignment report's file holds.</summary>
internal sealed record AlignmentReportDocument(int SchemaVersion, AlignmentReport Report);
