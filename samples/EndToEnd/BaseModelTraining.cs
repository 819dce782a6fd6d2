using Aloe.Samples.EndToEnd.CommandLine;
using Aloe.Samples.EndToEnd.Progress;
using Aloe.Simulation;
using Aloe.Torch;
using Aloe.Torch.Training;

namespace Aloe.Samples.EndToEnd;

/// <summary>Makes the base model: tokenizer from the dialogues, fresh weights, then the same trainer as in the run.</summary>
internal sealed class BaseModelTraining(TrainBaseOptions options, TextWriter output, TimeProvider time)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var recipe = NanoRecipe.Default.Base;
        var dialogues = GeneralDialogues.Write(options.Dialogues, recipe.Seed).ToList();
        var fresh = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Out)) + ".fresh";
        BytePairTrainer.Train(dialogues.SelectMany(static dialogue => dialogue.Messages).Select(static message => message.Text), recipe.Vocabulary, fresh);
        TorchPreferenceTrainer.CreateModel(fresh, LlamaConfig.Nano(recipe.Vocabulary), recipe.Seed, fresh);

        var display = ProgressDisplay.For(output, time);
        await display.ShowAsync(async () =>
        {
            var progress = new StageProgress("base", 1, 1, display, time);
            progress.Start();
            var relay = new Relay<TrainingProgress>(step => progress.Report(step.Step, step.TotalSteps, $"loss {step.Loss:F3}"));
            var training = (recipe.Training with { Epochs = options.Epochs }).ToSft(recipe.Seed);
            var report = await new TorchPreferenceTrainer(options.Device).SftAsync(dialogues, fresh, options.Out, training, relay, cancellationToken).ConfigureAwait(false);
            progress.Finish($"{report.Steps} steps, loss {report.FirstLoss:F3} → {report.FinalLoss:F3}, in {options.Out}");
        }).ConfigureAwait(false);
        Directory.Delete(fresh, recursive: true);
        return 0;
    }
}
