using Aloe.Simulation;
using Aloe.Torch;
using Aloe.Torch.Training;

namespace Aloe.Samples.EndToEnd.Tests;

/// <summary>A complete run of the program with a tiny model, made once, and the options that make it.</summary>
public sealed class TinyRun : IAsyncLifetime
{
    private readonly TemporaryFolder _root = new();

    /// <summary>Folder of the run.</summary>
    public string Folder => _root.File("run");

    /// <summary>What the run printed.</summary>
    public string Output { get; private set; } = "";

    /// <summary>The options of the run for another folder.</summary>
    public string[] Options(string folder) => ["--quick", "--trees", "8", "--personas", "6", "--seed", "5", "--base", _root.File("base"), "--out", folder];

    /// <summary>A folder next to the run's.</summary>
    public string Beside(string name) => _root.File(name);

    public async ValueTask InitializeAsync()
    {
        MakeBaseModel();
        var (code, output, error) = await SampleProcess.RunAsync(null, Options(Folder));
        Assert.Equal((0, ""), (code, error));
        Output = output;
    }

    public ValueTask DisposeAsync()
    {
        _root.Dispose();
        return ValueTask.CompletedTask;
    }

    private void MakeBaseModel()
    {
        var texts = GeneralDialogues.Write(300, 1, 2, 4).SelectMany(dialogue => dialogue.Messages).Select(message => message.Text);
        BytePairTrainer.Train(texts, 2_048, _root.File("base"));
        var config = DecoderConfig.Nano(2_048) with { HiddenSize = 32, IntermediateSize = 64, Layers = 1, Heads = 2, KeyValueHeads = 1, HeadSize = 16 };
        TorchPreferenceTrainer.CreateModel(_root.File("base"), config, 1, _root.File("base"));
    }
}
