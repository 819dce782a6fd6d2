using Aloe.Samples.Progress;

namespace Aloe.Samples.EndToEnd.Pipeline;

/// <summary>Runs the stages in order and leaves out those that are finished.</summary>
internal sealed class StageRunner(RunFolder folder, StageLedger ledger, IProgressDisplay display, TimeProvider time)
{
    public async Task RunAsync(IReadOnlyList<IStage> stages, CancellationToken cancellationToken)
    {
        for (var i = 0; i < stages.Count; i++)
        {
            var stage = stages[i];
            var progress = new StageProgress(stage.Name, i + 1, stages.Count, display, time);
            if (ledger.IsFinished(stage))
            {
                progress.Skip();
                continue;
            }

            using var clock = new StageClock(folder, stage.Name, time);
            progress.Start();
            var made = await stage.RunAsync(progress, cancellationToken).ConfigureAwait(false);
            ledger.Complete(stage, clock.Seconds, clock.PeakMemoryMiB);
            clock.Finish();
            progress.Finish(made);
        }
    }
}
