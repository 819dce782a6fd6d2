using System.Text;
using Aloe.Evaluation;
using Aloe.Reporting.Documents;
using Aloe.Reporting.Evaluation;

namespace Aloe.Reporting;

/// <summary>Results on the page of a GitHub Actions run: a short Markdown table is appended to the job's summary.</summary>
/// <remarks>Used by one caller at a time for the same file.</remarks>
public static class GitHubSummary
{
    private const string Variable = "GITHUB_STEP_SUMMARY";

    /// <summary>What GitHub takes of a step at most; it drops a longer summary whole.</summary>
    private const int MaxBytes = 1 << 20;

    /// <summary>Appends what a run says about one model.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="path">The summary's file; null takes the environment variable <c>GITHUB_STEP_SUMMARY</c>.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <returns>Whether it was written: false where no file is named, or where the file would grow beyond 1 MiB, which GitHub does not show.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static Task<bool> AppendAsync(ModelVerdict verdict, string? path = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return AppendAsync($"{verdict.Model}: alignment by turn", [verdict], SummaryTable.Of([verdict]), path, cancellationToken);
    }

    /// <summary>Appends how models compare.</summary>
    /// <param name="verdicts">What each run says; at least one.</param>
    /// <param name="comparisons">The pairs.</param>
    /// <param name="path">The summary's file; null takes the environment variable <c>GITHUB_STEP_SUMMARY</c>.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <returns>Whether it was written: false where no file is named, or where the file would grow beyond 1 MiB, which GitHub does not show.</returns>
    /// <exception cref="ArgumentException">There is no verdict.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public static Task<bool> AppendAsync(IReadOnlyList<ModelVerdict> verdicts, IReadOnlyList<ModelComparison> comparisons, string? path = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(verdicts);
        ArgumentNullException.ThrowIfNull(comparisons);
        Require.AtLeast(verdicts.Count, 1, nameof(verdicts));
        var confidence = verdicts[0].Confidence;
        var pairs = comparisons.Count == 0 ? "" : $"\n{MarkdownReport.Render(ComparisonDocument.DifferenceTable(comparisons, confidence))}\n{MarkdownReport.List(ComparisonDocument.Readings(comparisons, confidence))}";
        return AppendAsync($"{verdicts.Count} models compared", verdicts, SummaryTable.Of(verdicts) + pairs, path, cancellationToken);
    }

    private static async Task<bool> AppendAsync(string title, IReadOnlyList<ModelVerdict> verdicts, string tables, string? path, CancellationToken cancellationToken)
    {
        path ??= Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrWhiteSpace(path))
        {
            return false;
        }

        var notice = verdicts.Any(verdict => verdict.Participants == Participants.Simulated) ? $"> **participants: simulated.** {ReportDocument.SimulatedNotice}\n\n" : "";
        var text = Encoding.UTF8.GetBytes($"\n## {MarkdownReport.Escaped(title)}\n\n{notice}{tables}");
        var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, 4096, FileOptions.Asynchronous);
        await using (stream.ConfigureAwait(false))
        {
            if (stream.Length + text.Length > MaxBytes)
            {
                return false;
            }

            await stream.WriteAsync(text, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }
}
