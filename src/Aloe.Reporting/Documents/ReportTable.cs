namespace Aloe.Reporting.Documents;

/// <summary>A table of plain text.</summary>
/// <param name="Header">Names of the columns.</param>
/// <param name="Rows">Cells, row by row.</param>
/// <param name="IsText">The cells are texts and not numbers.</param>
/// <param name="Detail">Title under which the table is folded away in HTML, and left out of Markdown; null where it is short.</param>
internal sealed record ReportTable(IReadOnlyList<string> Header, IEnumerable<IReadOnlyList<string>> Rows, bool IsText = false, string? Detail = null);
