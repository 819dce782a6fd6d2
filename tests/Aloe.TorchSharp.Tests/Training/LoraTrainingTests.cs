using System.Text.Json;
using Aloe.Torch.Training;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests.Training;

public sealed class LoraTrainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly IReadOnlyList<ConversationTree> _trees = TinyWorld.RandomTrees(6, turns: 3);
    private readonly TorchPreferenceTrainer _trainer = new("cpu", new TorchTrainerOptions { StorageType = ScalarType.Float32, Workers = 2 });

    public LoraTrainingTests()
    {
        TinyWorld.MakeBase(_folder, _trees);
    }

    private string Base => _folder["base"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Dpo_trains_the_adapter_alone_and_goes_on_after_sft_on_the_same_base()
    {
        var sft = await _trainer.SftAsync(_trees, Base, _folder["sft"], new SftOptions { BatchSize = 3, Epochs = 5, LearningRate = 0.01, Lora = Lora() }, null, Cancellation);
        var told = new Recorder();

        var dpo = await _trainer.DpoAsync(_trees, sft.ModelFolder, _folder["dpo"], Dpo(Lora()), told, Cancellation);

        Assert.True(sft.FinalLoss < sft.FirstLoss - 0.02, $"{sft.FirstLoss} → {sft.FinalLoss}");
        Assert.Equal(Math.Log(2), dpo.FirstLoss, 1e-6);
        Assert.True(dpo.FinalLoss < 0.65, $"{dpo.FinalLoss}");
        Assert.True(told.Steps[^1].RewardChosen > told.Steps[^1].RewardRejected);
        Assert.False(File.Exists(_folder["dpo/model.safetensors"]));
        Assert.Equal(Path.GetFullPath(Base), AdapterConfig.Load(dpo.ModelFolder).BaseModel);
        using var start = DecoderModel.Load(Base, CPU, ScalarType.Float32);
        using var end = DecoderModel.Load(dpo.ModelFolder, CPU, ScalarType.Float32);
        Assert.All(start.Parameters.Zip(end.Parameters), pair => Assert.True(pair.First.Value.equal(pair.Second.Value).all().item<bool>()));
        Assert.All(end.Trainable, pair => Assert.True(pair.Value.abs().max().item<float>() > 0));
    }

    [Fact]
    public async Task A_run_that_died_continues_to_a_bit_identical_adapter()
    {
        await _trainer.DpoAsync(_trees, Base, _folder["whole"], Dpo(Lora()), null, Cancellation);

        await Assert.ThrowsAsync<TimeoutException>(() => _trainer.DpoAsync(_trees, Base, _folder["died"], Dpo(Lora()), new Recorder { DieAt = 6 }, Cancellation));
        await _trainer.DpoAsync(_trees, Base, _folder["died"], Dpo(Lora()), null, Cancellation);

        Assert.Equal(File.ReadAllBytes(_folder["whole/adapter_model.safetensors"]), File.ReadAllBytes(_folder["died/adapter_model.safetensors"]));
    }

    [Fact]
    public async Task Without_adapter_options_an_adapter_is_merged_and_another_shape_is_refused()
    {
        await _trainer.SftAsync(_trees, Base, _folder["sft"], new SftOptions { BatchSize = 6, Epochs = 2, LearningRate = 0.01, Lora = Lora() }, null, Cancellation);

        var full = await _trainer.DpoAsync(_trees, _folder["sft"], _folder["full"], Dpo(null), null, Cancellation);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => _trainer.DpoAsync(_trees, _folder["sft"], _folder["other"], Dpo(new LoraOptions { Rank = 2 }), null, Cancellation));

        Assert.Equal(Math.Log(2), full.FirstLoss, 1e-6);
        Assert.True(File.Exists(_folder["full/model.safetensors"]) && !File.Exists(_folder["full/adapter_config.json"]));
        Assert.Contains("rank 4, alpha 16, on q_proj, down_proj", error.Message);
        Assert.Contains("rank 2", error.Message);
    }

    [Theory]
    [InlineData(false, "corrected")]
    [InlineData(true, "corrected, changed: Beta, Epochs")]
    public async Task The_preset_is_recorded_with_what_was_changed(bool change, string expected)
    {
        var options = DpoOptions.Corrected(Lora());
        if (change)
        {
            (options.Beta, options.Epochs) = (0.3, 2);
        }

        await _trainer.DpoAsync(_trees, Base, _folder["out"], options, null, Cancellation);

        using var record = JsonDocument.Parse(File.ReadAllBytes(_folder["out/training.json"]));
        Assert.Equal(expected, record.RootElement.GetProperty("arguments").GetProperty("Preset").GetString());
    }

    private static LoraOptions Lora() => new() { Rank = 4, Alpha = 16, Projections = ["q_proj", "down_proj"] };

    private static DpoOptions Dpo(LoraOptions? lora) => new() { BatchSize = 3, Epochs = 6, LearningRate = 0.02, CheckpointEvery = 2, Beta = 0.5, Lora = lora };
}
