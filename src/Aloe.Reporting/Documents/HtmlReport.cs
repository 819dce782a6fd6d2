using System.Text;
using Aloe.Reporting.Pages;

namespace Aloe.Reporting.Documents;

/// <summary>A report as one self-contained page: no script, nothing loaded, light and dark.</summary>
internal static class HtmlReport
{
    public static string Render(ReportDocument report)
    {
        var style = Page.Part("tokens.css") + Page.Part("report.css");
        var body = new StringBuilder();
        body.Append($"<figure class=\"figures\">{string.Concat(report.Figures.Select(figure => $"<div><b>{Page.Text(figure.Number)}</b><span>{Page.Text(figure.What)}</span></div>"))}</figure>\n");
        foreach (var section in report.Sections)
        {
            body.Append($"<section>\n<h2>{Page.Text(section.Title)}</h2>\n<p>{Page.Text(section.Text)}</p>\n");
            body.Append(section.Chart is { } chart ? $"<div class=\"scroll\">{chart.ToSvg()}</div>\n" : "");
            if (section.Table is { } table)
            {
                Append(body, table);
            }

            body.Append("</section>\n");
        }

        var banner = Page.Banner(report.Participants, $"<br>{ReportDocument.SimulatedNotice}");
        var participants = banner.Length > 0 || report.Participants.Length == 0 ? banner : $"<p>Participants: {Page.Text(report.Participants)}.</p>";
        return Page.Part("report.html")
            .Replace("{{style-hash}}", Page.Hash(style), StringComparison.Ordinal)
            .Replace("{{style}}", style, StringComparison.Ordinal)
            .Replace("{{participants}}", participants, StringComparison.Ordinal)
            .Replace("{{title}}", Page.Text(report.Title), StringComparison.Ordinal)
            .Replace("{{body}}", body.ToString(), StringComparison.Ordinal);
    }

    private static void Append(StringBuilder body, ReportTable table)
    {
        body.Append(table.Detail is { } detail ? $"<details><summary>{Page.Text(detail)}</summary>\n" : "");
        body.Append($"<div class=\"scroll\"><table{(table.IsText ? " class=\"text\"" : "")}>\n<thead><tr>{string.Concat(table.Header.Select(cell => $"<th scope=\"col\">{Page.Text(cell)}</th>"))}</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            body.Append($"<tr>{string.Concat(row.Select(cell => $"<td>{Page.Text(cell)}</td>"))}</tr>\n");
        }

        body.Append("</tbody></table></div>\n").Append(table.Detail is null ? "" : "</details>\n");
    }
}
