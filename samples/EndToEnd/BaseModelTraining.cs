using Aloe.Samples.EndToEnd.CommandLine;
using Aloe.Samples.EndToEnd.Progress;
using Aloe.Samples.Progress;
using Aloe.Simulation;
using Aloe.Torch;
using Aloe.Torch.Training;

namespace Aloe.Samples.EndToEnd;

/// <summary>Makes the base model: tokenizer from the dialogues, fresh weights, then the same trainer as in the run, lesson by lesson.</summary>
internal sealed class BaseModelTraining(TrainBaseOptions options, TextWriter output, TimeProvider time)
{
    private readonly BaseModelRecipe _recipe = NanoRecipe.Default.Base;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var display = ProgressDisplay.For(output, time);
        await display.ShowAsync(async () =>
        {
            var model = Fresh();
            for (var i = 0; i < _recipe.Lessons.Count; i++)
            {
                model = await TeachAsync(i, model, display, cancellationToken).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);

        for (var i = 0; i < _recipe.Lessons.Count; i++)
        {
            Directory.Delete(FolderBefore(i), recursive: true);
        }

        return 0;
    }

    private string Fresh()
    {
        var folder = FolderBefore(0);
        BytePairTrainer.Train(Dialogues(_recipe.Lessons[0]).SelectMany(static dialogue => dialogue.Messages).Select(static message => message.Text), _recipe.Vocabulary, folder);
        TorchPreferenceTrainer.CreateModel(folder, DecoderConfig.Nano(_recipe.Vocabulary), _recipe.Seed, folder);
        return folder;
    }

    private async Task<string> TeachAsync(int index, string model, IProgressDisplay display, CancellationToken cancellationToken)
    {
        var lesson = _recipe.Lessons[index];
        var result = index + 1 < _recipe.Lessons.Count ? FolderBefore(index + 1) : options.Out;
        var progress = new StageProgress($"lesson {index + 1}", index + 1, _recipe.Lessons.Count, display, time);
        progress.Start();
        var relay = new Relay<TrainingProgress>(step => progress.Report(step.Step, step.TotalSteps, $"loss {step.Loss:F3}"));
        var report = await new TorchPreferenceTrainer(options.Device).SftAsync(Dialogues(lesson), model, result, lesson.Training.ToSft(0), relay, cancellationToken).ConfigureAwait(false);
        progress.Finish($"{report.Steps} steps, loss {report.FirstLoss:F3} → {report.FinalLoss:F3}, in {result}");
        return result;
    }

    private List<Dialogue> Dialogues(BaseModelLesson lesson)
        => [.. GeneralDialogues.Write(options.Dialogues ?? lesson.Dialogues, lesson.Seed, lesson.MinTurns, lesson.MaxTurns)];

    private string FolderBefore(int lesson) => $"{Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Out))}.before{lesson + 1}";
}
