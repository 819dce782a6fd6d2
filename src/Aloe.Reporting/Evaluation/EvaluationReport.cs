using Aloe.Evaluation;
using Aloe.Reporting.Documents;
using Aloe.Reporting.Evaluation;

namespace Aloe.Reporting;

/// <summary>A benchmark run of one model, to read and to compute with.</summary>
/// <remarks>Thread-safe for different folders. Texts of the data cannot become markup or script: the page shows them as text, loads nothing, and its content security policy allows its own script alone. Needs a browser from 2024 or later.</remarks>
public static class EvaluationReport
{
    /// <summary>Writes <c>report.html</c> (a self-contained page with every conversation), <c>report.md</c>, <c>scores.csv</c>, <c>result.json</c> (<see cref="AlignmentReportFile"/>) and <c>verdict.json</c>.</summary>
    /// <remarks>
    /// <c>scores.csv</c> is RFC 4180 in UTF-8 with a line for every case and turn: case, profile, personality, turn, overall, style, content, naturalness, missing_cause, reply_length (UTF-16 code units). A name that a spreadsheet would take for a formula gets an apostrophe before it.
    /// Each file appears, or replaces the one of its name, only once it is complete.
    /// </remarks>
    /// <param name="folder">Where to; made if it is missing.</param>
    /// <param name="report">The run.</param>
    /// <param name="verdict">What it says (<see cref="ModelVerdict.Of"/>).</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="ArgumentException">The folder's name is empty, or the verdict is one on another run.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task WriteAsync(string folder, AlignmentReport report, ModelVerdict verdict, CancellationToken cancellationToken = default)
    {
        Require.Text(folder, nameof(folder));
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(verdict);
        RunCheck.Belongs(verdict, report, nameof(verdict));
        var document = EvaluationDocument.Of(report, verdict);
        await ReportFile.WriteTextAsync(folder, "report.html", HtmlReport.Render(document), cancellationToken).ConfigureAwait(false);
        await ReportFile.WriteTextAsync(folder, "report.md", MarkdownReport.Render(document), cancellationToken).ConfigureAwait(false);
        await ReportFile.WriteTextAsync(folder, "scores.csv", ScoresCsv.Render(report), cancellationToken).ConfigureAwait(false);
        await AlignmentReportFile.WriteAsync(report, Path.Combine(folder, "result.json"), cancellationToken).ConfigureAwait(false);
        await ReportFile.WriteJsonAsync(folder, "verdict.json", verdict, ReportJson.Default.ModelVerdict, cancellationToken).ConfigureAwait(false);
    }
}
