using Aloe.Samples.EndToEnd.Pipeline;
using Aloe.Samples.Progress;
using Aloe.Torch.Training;

namespace Aloe.Samples.EndToEnd.Stages;

/// <summary>Stage 3a: supervised fine-tuning of the base model on the preferred replies.</summary>
internal sealed class SftStage(RunContext context) : IStage
{
    public string Name => "sft";

    public IReadOnlyList<string> Inputs => [RunFolder.Trees];

    public IReadOnlyList<string> Outputs => [RunFolder.SftModel];

    public async Task<string> RunAsync(StageProgress progress, CancellationToken cancellationToken)
    {
        var trees = await context.Aloe.Data.Trees.ReadAsync(context.Folder.PathOf(RunFolder.Trees), cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        var relay = new Relay<TrainingProgress>(step => progress.Report(step.Step, step.TotalSteps, $"loss {step.Loss:F3}"));
        var report = await new TorchPreferenceTrainer(context.Options.Device).SftAsync(
            trees, context.Base.Folder, context.Folder.PathOf(RunFolder.SftModel), context.Recipe.Sft.ToSft(context.Options.Seed), relay, cancellationToken).ConfigureAwait(false);
        return $"{report.Steps} steps, loss {report.FirstLoss:F3} → {report.FinalLoss:F3}";
    }
}
