namespace Aloe.Reporting.Documents;

/// <summary>A part of a report: words, then a drawing, then numbers. Markdown leaves the drawing out, as the table has its numbers.</summary>
internal sealed record ReportSection(string Title, string Text, LineChart? Chart = null, ReportTable? Table = null);
