using System.Text.Json;
using Aloe.Evaluation;
using Aloe.Samples.EndToEnd.Pipeline;
using Aloe.Samples.Progress;
using Aloe.Samples.EndToEnd.Report;

namespace Aloe.Samples.EndToEnd.Stages;

/// <summary>Stage 5: what a person reads, and what a program reads.</summary>
internal sealed class ReportStage(RunContext context, RunSettings settings, StageLedger ledger, TimeProvider time) : IStage
{
    public string Name => "report";

    public IReadOnlyList<string> Inputs => [RunFolder.Personas, RunFolder.Trees, RunFolder.Benchmark];

    public IReadOnlyList<string> Outputs => [RunFolder.HtmlReport, RunFolder.Plot, RunFolder.Summary, RunFolder.Conversations, RunFolder.Manifest];

    public static RunSummary ReadSummary(RunFolder folder)
        => JsonSerializer.Deserialize<RunSummary>(File.ReadAllText(folder.PathOf(RunFolder.Summary)), ReportJson.Indented)!;

    public async Task<string> RunAsync(StageProgress progress, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var reports = new List<AlignmentReport>();
        foreach (var model in BenchmarkStage.Models)
        {
            reports.Add(await AlignmentReportFile.ReadAsync(context.Folder.PathOf(BenchmarkStage.FileOf(model)), cancellationToken).ConfigureAwait(false));
        }

        AtomicFile.WriteAllBytes(context.Folder.PathOf(RunFolder.Plot), CurvePlot.Png($"Alignment by turn; participants: {context.Participants.Label}", reports));
        AtomicFile.WriteAllLines(context.Folder.PathOf(RunFolder.Conversations), Conversations(reports));

        // The time of this stage counts up to here; what is left writes it down.
        var counts = await CountAsync(reports[0].Cases.Count, cancellationToken).ConfigureAwait(false);
        var seconds = ledger.Finished.Select(record => (record.Name, record.Seconds)).Append((Name, Seconds: time.GetElapsedTime(started).TotalSeconds));
        List<StageSeconds> stages = [.. seconds.Select(stage => new StageSeconds(stage.Name, Math.Round(stage.Seconds, 2)))];
        var peak = Math.Max(PeakMemory.MiB(), ledger.Finished.Max(record => record.PeakMemoryMiB));
        var summary = RunSummary.Of(context.Participants.Label, context.Options.Seed, counts, stages, peak, reports);
        AtomicFile.WriteAllText(context.Folder.PathOf(RunFolder.HtmlReport), HtmlReport.Render(summary, reports));
        AtomicFile.WriteAllText(context.Folder.PathOf(RunFolder.Summary), JsonSerializer.Serialize(summary, ReportJson.Indented) + "\n");
        AtomicFile.WriteAllText(context.Folder.PathOf(RunFolder.Manifest), JsonSerializer.Serialize(Manifest(), ReportJson.Indented) + "\n");
        return string.Join(", ", Outputs);
    }

    private async Task<RunCounts> CountAsync(int cases, CancellationToken cancellationToken)
    {
        var data = context.Aloe.Data;
        var (trees, pairs) = (0, 0);
        await foreach (var tree in data.Trees.ReadAsync(context.Folder.PathOf(RunFolder.Trees), cancellationToken).ConfigureAwait(false))
        {
            trees++;
            pairs += tree.Turns.Count(static turn => !turn.IsTie);
        }

        return new RunCounts(
            await data.Texts.ReadAsync(context.Folder.PathOf(RunFolder.Profiles), cancellationToken).CountAsync(cancellationToken).ConfigureAwait(false),
            await data.Texts.ReadAsync(context.Folder.PathOf(RunFolder.Personalities), cancellationToken).CountAsync(cancellationToken).ConfigureAwait(false),
            await data.Personas.ReadAsync(context.Folder.PathOf(RunFolder.Personas), cancellationToken).CountAsync(cancellationToken).ConfigureAwait(false),
            trees,
            pairs,
            cases);
    }

    /// <summary>Every conversation of the benchmark, one a line.</summary>
    private static IEnumerable<string> Conversations(IEnumerable<AlignmentReport> reports)
        => reports.SelectMany(report => report.Cases.Select(scored => JsonSerializer.Serialize(
            new { report.Model, report.Participants, Case = scored.Case.Id, scored.Case.Persona, scored.Turns }, ReportJson.Line)));

    private RunManifest Manifest()
    {
        var files = ledger.Finished.SelectMany(record => record.Outputs).ToDictionary();
        foreach (var file in context.Folder.FilesOf(Outputs.Where(static output => output != RunFolder.Manifest)))
        {
            files[file] = Fingerprint.OfFile(context.Folder.PathOf(file));
        }

        return RunManifest.Of(context.Participants.Label, context.Options, settings, files);
    }
}
