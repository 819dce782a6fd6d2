using Aloe.Data;
using Aloe.Evaluation;
using Aloe.Reporting;

namespace Aloe.Samples.EvaluateAssistant;

/// <summary>Reads results and compares them. Where to look goes to <paramref name="error"/>, the line of figures to <paramref name="output"/>.</summary>
internal sealed class CompareRun(CompareOptions options, TextWriter output, TextWriter error)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var reports = new List<AlignmentReport>();
        foreach (var folder in options.Folders)
        {
            reports.Add(await ReadAsync(folder, cancellationToken).ConfigureAwait(false));
        }

        try
        {
            reports = Distinguish(reports);
            var comparisons = ModelComparison.Of(reports);
            var verdicts = reports.ConvertAll(report => ModelVerdict.Of(report));
            var folder = Path.GetFullPath(options.Out);
            await ComparisonReport.WriteAsync(folder, reports, verdicts, comparisons, cancellationToken).ConfigureAwait(false);
            await GitHubSummary.AppendAsync(verdicts, comparisons, cancellationToken: cancellationToken).ConfigureAwait(false);
            await error.WriteLineAsync($"{Path.Combine(options.Out, "comparison.html")} shows it.").ConfigureAwait(false);
            await output.WriteLineAsync(new ComparisonSummary(reports[0].Participants, [.. comparisons.Select(ComparedPair.Of)]).ToJson()).ConfigureAwait(false);
            return 0;
        }
        catch (Exception refused) when (refused is ProtocolDiffersException or ArgumentException)
        {
            throw new UsageException(refused.Message);
        }
    }

    private static async Task<AlignmentReport> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            return await AlignmentReportFile.ReadAsync(new EvaluateFiles(folder).Result, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{folder}' holds no finished result: {missing.Message}");
        }
        catch (DataFormatException damaged)
        {
            throw new UsageException(damaged.Message);
        }
    }

    /// <summary>The same model twice, say with two system prompts, is told apart by the folders.</summary>
    private List<AlignmentReport> Distinguish(List<AlignmentReport> reports)
        => reports.Select(report => report.Model).Distinct().Count() == reports.Count
            ? reports
            : [.. reports.Select((report, i) => report with { Model = $"{report.Model} ({Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Folders[i])))})" })];
}
