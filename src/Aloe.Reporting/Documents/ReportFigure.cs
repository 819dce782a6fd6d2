namespace Aloe.Reporting.Documents;

/// <summary>A number to see at a glance.</summary>
/// <param name="Number">The number.</param>
/// <param name="What">What it counts.</param>
/// <param name="Range">How sure it is; empty where it is exact.</param>
internal sealed record ReportFigure(string Number, string What, string Range = "");
