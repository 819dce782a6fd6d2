namespace Aloe.Reporting.Documents;

/// <summary>A table of plain text.</summary>
/// <param name="Header">Names of the columns.</param>
/// <param name="Rows">Cells, row by row.</param>
/// <param name="Detail">Title under which the table is folded away in HTML, and left out of Markdown; null where it is short.</param>
internal sealed record ReportTable(IReadOnlyList<string> Header, IEnumerable<IReadOnlyList<string>> Rows, string? Detail = null)
{
    /// <summary>Columns of words; all others hold numbers. <value>Default: the first.</value></summary>
    public IReadOnlyList<int> Words { get; init; } = [0];

    /// <summary>Whether the reader may order the rows by any column.</summary>
    public bool IsSortable { get; init; }

    /// <summary>For each row, the <see cref="Conversation.Anchor"/> that its first cell leads to; empty for none.</summary>
    public IReadOnlyList<string> Anchors { get; init; } = [];
}
