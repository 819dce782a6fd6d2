using System.CommandLine;
using Aloe.Samples.CommandLine;

namespace Aloe.Samples.EndToEnd.CommandLine;

/// <summary>The command that makes the shipped base model.</summary>
internal sealed class TrainBaseCommand : Command
{
    private readonly Option<string> _out = new("--out", "-o") { Description = "Folder of the model. The same command again continues there.", HelpName = "DIR", Required = true };

    private readonly Option<int?> _dialogues = new("--dialogues") { Description = "General dialogues in each lesson, instead of those of the recipe.", HelpName = "N" };

    private readonly Option<string> _device = new("--device") { Description = "Where it is trained.", HelpName = "cpu|cuda", DefaultValueFactory = _ => new RunOptions().Device };

    public TrainBaseCommand(Func<TrainBaseOptions, CancellationToken, Task<int>> run)
        : base("train-base", "Makes the base model aloe-nano: a byte-level BPE tokenizer and a small Llama model, from general dialogues with no one in particular.")
    {
        _dialogues.AllowRange(1, 10_000_000);
        _device.AllowOnly("cpu", "cuda");
        foreach (var option in (Option[])[_out, _dialogues, _device])
        {
            Options.Add(option);
        }

        SetAction((result, cancellationToken) => run(
            new TrainBaseOptions(result.GetRequiredValue(_out), result.GetValue(_dialogues), result.GetRequiredValue(_device)), cancellationToken));
    }
}
