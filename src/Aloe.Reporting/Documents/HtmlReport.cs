using System.Globalization;
using System.Text;
using Aloe.Reporting.Pages;

namespace Aloe.Reporting.Documents;

/// <summary>A report as one self-contained page: nothing loaded, light and dark. It has a script only where rows can be ordered or conversations opened.</summary>
internal static class HtmlReport
{
    private const int ShortReport = 5;
    private const double WideChart = 760;
    private const double NarrowChart = 380;

    public static string Render(ReportDocument report)
    {
        var style = Page.Part("tokens.css") + Page.Part("report.css");
        var script = report.Sections.Any(section => section.Conversations.Count > 0 || section.Table is { IsSortable: true }) ? Page.Part("report.js") : null;
        var body = new StringBuilder();
        AppendFigures(body, report.Figures);
        AppendContents(body, report.Sections);
        foreach (var (index, section) in report.Sections.Index())
        {
            Append(body, section, AnchorOf(index));
        }

        return Page.Fill(
            Page.Part("report.html"),
            ("style-hash", Page.Hash(style)),
            ("style", style),
            ("script-policy", script is null ? "" : $"script-src 'sha256-{Page.Hash(script)}'; "),
            ("script", script is null ? "" : $"<script>{script}</script>\n"),
            ("banner", Page.Banner(report.Participants, $"<br>{ReportDocument.SimulatedNotice}")),
            ("participants", report.Participants is "" or Participants.Simulated ? "" : $"<p>Participants: {Page.Text(report.Participants)}.</p>"),
            ("title", Page.Text(report.Title)),
            ("body", body.ToString()));
    }

    private static void AppendFigures(StringBuilder body, IReadOnlyList<ReportFigure> figures)
    {
        body.Append("<div class=\"figures\">");
        foreach (var figure in figures)
        {
            var range = figure.Range.Length == 0 ? "" : $"<i>{Page.Text(figure.Range)}</i>";
            body.Append($"<div><b>{Page.Text(figure.Number)}</b>{range}<span>{Page.Text(figure.What)}</span></div>");
        }

        body.Append("</div>\n");
    }

    /// <summary>Links to the sections, where there are many.</summary>
    private static void AppendContents(StringBuilder body, IReadOnlyList<ReportSection> sections)
    {
        if (sections.Count > ShortReport)
        {
            body.Append($"<nav aria-label=\"Sections\">{string.Concat(sections.Select((section, i) => $"<a href=\"#{AnchorOf(i)}\">{Page.Text(section.Title)}</a>"))}</nav>\n");
        }
    }

    private static string AnchorOf(int section) => string.Create(CultureInfo.InvariantCulture, $"section-{section + 1}");

    private static void Append(StringBuilder body, ReportSection section, string anchor)
    {
        body.Append($"<section>\n<h2 id=\"{anchor}\">{Page.Text(section.Title)}</h2>\n<p>{Page.Text(section.Text)}</p>\n");
        if (section.Notes.Count > 0)
        {
            body.Append($"<ul class=\"notes\">{string.Concat(section.Notes.Select(note => $"<li>{Page.Text(note)}</li>"))}</ul>\n");
        }

        if (section.Chart is { } chart)
        {
            AppendFigure(body, chart, ChartSvg.Render(chart, WideChart, "chart wide") + ChartSvg.Render(chart, NarrowChart, "chart narrow"));
        }

        if (section.SmallCharts.Count > 0)
        {
            body.Append("<div class=\"small\">\n");
            foreach (var small in section.SmallCharts)
            {
                AppendFigure(body, small, ChartSvg.Render(small, NarrowChart, "chart"));
            }

            body.Append("</div>\n");
        }

        if (section.Table is { } table)
        {
            HtmlTable.Append(body, table);
        }

        if (section.Conversations.Count > 0)
        {
            HtmlConversations.Append(body, section.Conversations);
        }

        body.Append("</section>\n");
    }

    private static void AppendFigure(StringBuilder body, LineChart chart, string svg)
    {
        body.Append($"<figure class=\"card\">\n{svg}<ul class=\"legend\">");
        foreach (var (index, series) in chart.Series.Index())
        {
            body.Append($"<li><svg class=\"series {ChartSvg.Colour(index)}\" viewBox=\"0 0 26 8\" aria-hidden=\"true\"><line x1=\"0\" x2=\"26\" y1=\"4\" y2=\"4\"/></svg>{Page.Text(series.Name)}</li>");
        }

        body.Append("</ul>\n</figure>\n");
    }
}
