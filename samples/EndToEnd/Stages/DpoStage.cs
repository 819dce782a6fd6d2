using Aloe.Samples.EndToEnd.Pipeline;
using Aloe.Samples.Progress;
using Aloe.Torch.Training;

namespace Aloe.Samples.EndToEnd.Stages;

/// <summary>Stage 3b: direct preference optimisation of the fine-tuned model on every turn's pair.</summary>
internal sealed class DpoStage(RunContext context) : IStage
{
    public string Name => "dpo";

    public IReadOnlyList<string> Inputs => [RunFolder.Trees, RunFolder.SftModel];

    public IReadOnlyList<string> Outputs => [RunFolder.DpoModel];

    public async Task<string> RunAsync(StageProgress progress, CancellationToken cancellationToken)
    {
        var trees = await context.Aloe.Data.Trees.ReadAsync(context.Folder.PathOf(RunFolder.Trees), cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        var relay = new Relay<TrainingProgress>(step => progress.Report(step.Step, step.TotalSteps, $"loss {step.Loss:F3}, accuracy {step.Accuracy:P0}, margin {step.Margin:F2}"));
        var report = await new TorchPreferenceTrainer(context.Options.Device).DpoAsync(
            trees, context.Folder.PathOf(RunFolder.SftModel), context.Folder.PathOf(RunFolder.DpoModel), context.Recipe.Dpo.ToDpo(context.Options.Seed), relay, cancellationToken).ConfigureAwait(false);
        return $"{report.Steps} steps, loss {report.FirstLoss:F3} → {report.FinalLoss:F3}";
    }
}
