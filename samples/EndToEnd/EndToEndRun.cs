using Aloe.Samples.EndToEnd.Pipeline;
using Aloe.Samples.EndToEnd.Progress;
using Aloe.Samples.EndToEnd.Providers;
using Aloe.Samples.EndToEnd.Report;
using Aloe.Samples.EndToEnd.Stages;

namespace Aloe.Samples.EndToEnd;

/// <summary>The whole job: personas → trees → SFT → DPO → benchmark → report.</summary>
internal sealed class EndToEndRun(RunOptions options, TextWriter output, TimeProvider time)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var participants = Participants.Create(options.Provider);
        var baseModel = options.Base is null ? BaseModel.Shipped : new BaseModel(options.Base);
        var settings = RunSettings.Of(options, baseModel.Fingerprint());
        using var folder = RunFolder.Open(options.Out);
        settings.Claim(folder, options.Out);

        var context = new RunContext(options, options.Recipe(), baseModel, folder, participants, new AloeContext(options.Seed));
        var ledger = new StageLedger(folder, settings.Fingerprint);
        IReadOnlyList<IStage> stages =
        [
            new PersonaStage(context),
            new TreeStage(context),
            new SftStage(context),
            new DpoStage(context),
            new BenchmarkStage(context),
            new ReportStage(context, settings, ledger, time),
        ];

        output.WriteLine($"Aloe end to end in '{options.Out}'. participants: {participants.Label}");
        var display = ProgressDisplay.For(output, time);
        await display.ShowAsync(() => new StageRunner(folder, ledger, display, time).RunAsync(stages, cancellationToken)).ConfigureAwait(false);

        output.Write($"\n{ResultTable.Render(ReportStage.ReadSummary(folder))}\nReport: {Path.Combine(options.Out, RunFolder.HtmlReport)}\n");
        return 0;
    }
}
