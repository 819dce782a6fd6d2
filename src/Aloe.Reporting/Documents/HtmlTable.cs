using System.Text;
using Aloe.Reporting.Pages;

namespace Aloe.Reporting.Documents;

/// <summary>A <see cref="ReportTable"/> as HTML.</summary>
internal static class HtmlTable
{
    public static void Append(StringBuilder body, ReportTable table)
    {
        body.Append(table.Detail is { } detail ? $"<details class=\"fold\"><summary>{Page.Text(detail)}</summary>\n" : "");

        // On a narrow screen, the words that a row ends with go below its numbers.
        var ending = table.Header.Count > 2 && table.Words.Contains(table.Header.Count - 1) ? " reading" : "";
        body.Append($"<div class=\"scroll\"><table class=\"{(table.IsSortable ? "sortable" : "plain")}{ending}\">\n");
        body.Append($"<thead><tr>{Cells(table, table.Header, (cell, words) => $"<th scope=\"col\"{words}>{cell}</th>")}</tr></thead>\n<tbody>\n");
        foreach (var (index, row) in table.Rows.Index())
        {
            body.Append($"<tr>{Cells(table, row, (cell, words) => $"<td{words}>{cell}</td>", index < table.Anchors.Count ? table.Anchors[index] : "")}</tr>\n");
        }

        body.Append("</tbody></table></div>\n").Append(table.Detail is null ? "" : "</details>\n");
    }

    private static string Cells(ReportTable table, IReadOnlyList<string> cells, Func<string, string, string> element, string anchor = "")
        => string.Concat(cells.Select((cell, column) =>
        {
            var text = Page.Text(cell);
            return element(column == 0 && anchor.Length > 0 ? $"<a href=\"#{anchor}\">{text}</a>" : text, table.Words.Contains(column) ? " class=\"words\"" : "");
        }));
}
