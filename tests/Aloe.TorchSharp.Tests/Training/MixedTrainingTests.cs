using Aloe.Torch.Training;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests.Training;

/// <summary>Whole runs in bfloat16 with activation checkpointing, as on a GPU.</summary>
public sealed class MixedTrainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly IReadOnlyList<ConversationTree> _trees = TinyWorld.RandomTrees(6, turns: 3);
    private readonly TorchPreferenceTrainer _trainer = new("cpu", new TorchTrainerOptions { Workers = 2, Precision = TrainingPrecision.Mixed, ActivationCheckpointing = true });

    public MixedTrainingTests()
    {
        TinyWorld.MakeBase(_folder, _trees);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, "model.safetensors")]
    [InlineData(true, "adapter_model.safetensors")]
    public async Task Dpo_learns_and_continues_to_bit_identical_weights(bool lora, string file)
    {
        var options = new DpoOptions { BatchSize = 3, Epochs = 8, LearningRate = 0.02, CheckpointEvery = 3, Beta = 0.5, Lora = lora ? new LoraOptions { Rank = 4, Alpha = 16 } : null };
        Task<TrainingReport> Train(string run, Recorder? recorder) => _trainer.DpoAsync(_trees, _folder["base"], _folder[run], options, recorder, TestContext.Current.CancellationToken);

        var whole = await Train("whole", null);
        await Assert.ThrowsAsync<TimeoutException>(() => Train("died", new Recorder { DieAt = 8 }));
        var rest = new Recorder();
        await Train("died", rest);

        // Policy and reference start equal, bit for bit; float64 sums of float32 log-probs.
        Assert.Equal(Math.Log(2), whole.FirstLoss, 1e-6);
        Assert.True(whole.FinalLoss < 0.6, $"{whole.FinalLoss}");
        Assert.Equal(7, rest.Steps[0].Step);
        Assert.Equal(File.ReadAllBytes(_folder[$"whole/{file}"]), File.ReadAllBytes(_folder[$"died/{file}"]));
    }

    [Fact]
    public async Task Master_weights_of_the_first_checkpoint_have_the_digits_of_a_float32_model()
    {
        // A step this small changes no weight that it does not have to: masters stay within it of where they started.
        const double learningRate = 1e-7;
        var options = new SftOptions { BatchSize = 3, Epochs = 2, LearningRate = learningRate, CheckpointEvery = 1 };

        await Assert.ThrowsAsync<TimeoutException>(() => _trainer.SftAsync(_trees, _folder["base"], _folder["out"], options, new Recorder { DieAt = 2 }, TestContext.Current.CancellationToken));

        using var scope = NewDisposeScope();
        using var start = DecoderModel.Load(_folder["base"], CPU, ScalarType.Float32);
        using var state = SafetensorsReader.Open(_folder["out/checkpoints/step-00000001/optimizer.safetensors"]);
        Assert.All(start.Parameters, pair => Assert.InRange((state.Read($"master.{pair.Key}", pair.Value.shape, CPU, ScalarType.Float32) - pair.Value).abs().max().item<float>(), 0, 2 * learningRate));
    }
}
