using Aloe.Evaluation;
using Aloe.Reporting.Documents;
using Aloe.Reporting.Evaluation;

namespace Aloe.Reporting;

/// <summary>Benchmark runs of several models side by side, to read and to compute with.</summary>
/// <remarks>Thread-safe for different folders. Texts of the data cannot become markup or script: the page shows them as text, loads nothing, and its content security policy allows its own script alone. Needs a browser from 2024 or later.</remarks>
public static class ComparisonReport
{
    /// <summary>Writes <c>comparison.html</c> (a self-contained page with the cases that differ most, side by side), <c>comparison.md</c>, <c>comparison.csv</c> and <c>comparison.json</c> (verdicts and comparisons).</summary>
    /// <remarks>
    /// <c>comparison.csv</c> is RFC 4180 in UTF-8 with a line for every pair: first, second, cases, profiles, difference, low, high, p, p_holm, effect_size, wins, ties, losses, cases_needed, detectable. Differences are second minus first. A name that a spreadsheet would take for a formula gets an apostrophe before it.
    /// Each file appears, or replaces the one of its name, only once it is complete.
    /// </remarks>
    /// <param name="folder">Where to; made if it is missing.</param>
    /// <param name="reports">At least two runs with the same protocol and different model names.</param>
    /// <param name="verdicts">What each says, in the same order.</param>
    /// <param name="comparisons">The pairs (<see cref="ModelComparison.Of"/>).</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="ArgumentException">The folder's name is empty, or runs, verdicts and comparisons do not belong together.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static async Task WriteAsync(
        string folder, IReadOnlyList<AlignmentReport> reports, IReadOnlyList<ModelVerdict> verdicts, IReadOnlyList<ModelComparison> comparisons, CancellationToken cancellationToken = default)
    {
        Require.Text(folder, nameof(folder));
        ArgumentNullException.ThrowIfNull(reports);
        ArgumentNullException.ThrowIfNull(verdicts);
        ArgumentNullException.ThrowIfNull(comparisons);
        RunCheck.Belong(reports, verdicts, comparisons);
        var document = ComparisonDocument.Of(reports, verdicts, comparisons);
        await ReportFile.WriteTextAsync(folder, "comparison.html", HtmlReport.Render(document), cancellationToken).ConfigureAwait(false);
        await ReportFile.WriteTextAsync(folder, "comparison.md", MarkdownReport.Render(document), cancellationToken).ConfigureAwait(false);
        await ReportFile.WriteTextAsync(folder, "comparison.csv", ComparisonCsv.Render(comparisons), cancellationToken).ConfigureAwait(false);
        await ReportFile.WriteJsonAsync(folder, "comparison.json", new ComparisonContent(verdicts, comparisons), ReportJson.Default.ComparisonContent, cancellationToken).ConfigureAwait(false);
    }
}
