using System.Text;

namespace Aloe.Reporting.Documents;

/// <summary>A report as Markdown.</summary>
internal static class MarkdownReport
{
    public static string Render(ReportDocument report)
    {
        var text = new StringBuilder();
        if (report.Participants == Participants.Simulated)
        {
            text.Append($"> **participants: simulated.** {ReportDocument.SimulatedNotice}\n\n");
        }

        text.Append($"# {Escaped(report.Title)}\n\n");
        if (report.Participants is not ("" or Participants.Simulated))
        {
            text.Append($"Participants: {Escaped(report.Participants)}.\n\n");
        }

        text.AppendJoin("\n", report.Figures.Select(figure => $"- **{Escaped(figure.Number)}** {(figure.Range.Length > 0 ? $"({Escaped(figure.Range)}) " : "")}{Escaped(figure.What)}")).Append('\n');
        foreach (var section in report.Sections)
        {
            text.Append($"\n## {Escaped(section.Title)}\n\n{Escaped(section.Text)}\n");
            if (section.Notes.Count > 0)
            {
                text.Append('\n').Append(List(section.Notes));
            }

            if (section.Table is { Detail: null } table)
            {
                text.Append('\n').Append(Render(table));
            }
        }

        return text.ToString();
    }

    /// <summary>A table, its own lines only.</summary>
    public static string Render(ReportTable table)
    {
        var text = new StringBuilder();
        text.Append(Row(table.Header.Select(Escaped))).Append(Row(table.Header.Select((_, column) => table.Words.Contains(column) ? ":--" : "--:")));
        foreach (var row in table.Rows)
        {
            text.Append(Row(row.Select(Escaped)));
        }

        return text.ToString();
    }

    /// <summary>A list, its own lines only.</summary>
    public static string List(IEnumerable<string> lines) => string.Concat(lines.Select(line => $"- {Escaped(line)}\n"));

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |\n";

    /// <summary>Text that Markdown shows as it is, on one line.</summary>
    public static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text.ReplaceLineEndings(" "))
        {
            escaped.Append(character switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '#' or '~' or '$' => $"\\{character}",
                _ => character.ToString(),
            });
        }

        return escaped.ToString();
    }
}
