using System.Text.Json;
using Aloe.Torch.Training;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests.Training;

public sealed class TorchPreferenceTrainerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly IReadOnlyList<ConversationTree> _trees;
    private readonly TorchPreferenceTrainer _trainer = new("cpu", new TorchTrainerOptions { StorageType = ScalarType.Float32, Workers = 2 });

    public TorchPreferenceTrainerTests()
    {
        _trees = TinyWorld.RandomTrees(6, turns: 3);
        TinyWorld.MakeBase(_folder, _trees);
    }

    private string Base => _folder["base"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_tiny_model_learns_a_few_pairs_by_heart()
    {
        var told = new Recorder();

        var report = await _trainer.DpoAsync(_trees, Base, _folder["dpo"], Dpo(epochs: 15), told, Cancellation);

        Assert.Equal(Math.Log(2), report.FirstLoss, 1e-6);
        Assert.Equal(Math.Log(2), told.Steps[0].Loss, 1e-6);
        Assert.Equal(0, told.Steps[0].Margin!.Value, 1e-5);
        Assert.True(told.Steps[^1].Margin > 1, $"margin {told.Steps[^1].Margin}");
        Assert.Equal(1, told.Steps[^1].Accuracy);
        Assert.True(report.FinalLoss < 0.3, $"loss {report.FinalLoss}");
    }

    [Fact]
    public async Task Sft_lowers_the_loss_and_reports_what_it_did()
    {
        var told = new Recorder();
        var dialogues = _trees.Select(tree => new Dialogue(tree.Id, tree.PromptOf(3))).ToList();

        var report = await _trainer.SftAsync(dialogues, Base, _folder["sft"], new SftOptions { BatchSize = 4, Epochs = 10, LearningRate = 0.01 }, told, Cancellation);

        Assert.Equal((_folder["sft"], 6, 20), (report.ModelFolder, report.Examples, report.Steps));
        Assert.Equal(Enumerable.Range(1, 20), told.Steps.Select(step => step.Step));
        Assert.All(told.Steps, step => Assert.Equal((20, null, null), (step.TotalSteps, step.Accuracy, step.Margin)));
        Assert.Equal(told.Steps.Sum(step => step.Tokens), report.Tokens);
        Assert.Equal(told.Steps[0].Loss, report.FirstLoss);
        Assert.Equal((told.Steps[18].Loss + told.Steps[19].Loss) / 2, report.FinalLoss, 1e-12);
        Assert.Equal(Math.Log(270), report.FirstLoss, 0.5);
        Assert.True(report.FinalLoss < 0.6 * report.FirstLoss, $"{report.FirstLoss} → {report.FinalLoss}");
        using var model = DecoderModel.Load(report.ModelFolder, CPU, ScalarType.Float32);
        Assert.Equal(File.ReadAllBytes(Path.Combine(Base, "tokenizer.json")), File.ReadAllBytes(Path.Combine(report.ModelFolder, "tokenizer.json")));
        Assert.Equal(
            ["config.json", "metrics.jsonl", "model.safetensors", "tensorboard", "tokenizer.json", "tokenizer_config.json", "training.json", "training.log"],
            Directory.EnumerateFileSystemEntries(report.ModelFolder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        using var record = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(report.ModelFolder, "training.json")));
        Assert.Equal("0.01", record.RootElement.GetProperty("arguments").GetProperty("LearningRate").GetString());
        Assert.Equal(20, record.RootElement.GetProperty("losses").GetArrayLength());
    }

    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(8)]
    public async Task A_run_that_died_continues_to_bit_identical_weights(int death)
    {
        var whole = new Recorder();
        await _trainer.DpoAsync(_trees, Base, _folder["whole"], Dpo(epochs: 5), whole, Cancellation);

        await Assert.ThrowsAsync<TimeoutException>(() => _trainer.DpoAsync(_trees, Base, _folder["died"], Dpo(epochs: 5), new Recorder { DieAt = death }, Cancellation));

        // What a kill in the middle of a write leaves behind.
        Directory.CreateDirectory(_folder["died/checkpoints/step-00000099.tmp"]);
        File.WriteAllText(_folder["died/checkpoints/step-00000099.tmp/weights.safetensors"], "half");
        File.WriteAllText(_folder["died/model.safetensors.0.tmp"], "half");
        var rest = new Recorder();
        var report = await _trainer.DpoAsync(_trees, Base, _folder["died"], Dpo(epochs: 5), rest, Cancellation);

        Assert.Equal(whole.Steps.Count, report.Steps);
        Assert.Equal((death - 1) / 3 * 3, whole.Steps.Count - rest.Steps.Count);
        Assert.Equal(whole.Steps.TakeLast(rest.Steps.Count).Select(Timeless), rest.Steps.Select(Timeless));
        Assert.Equal(File.ReadAllBytes(_folder["whole/model.safetensors"]), File.ReadAllBytes(_folder["died/model.safetensors"]));
        Assert.Equal(Normalised("whole"), Normalised("died"));
        Assert.False(Directory.Exists(_folder["died/checkpoints"]));
        Assert.Empty(Directory.EnumerateFiles(_folder["died"], "*.tmp"));

        static TrainingProgress Timeless(TrainingProgress step) => step with { Duration = default, Waiting = default, MemoryBytes = 0 };

        string Normalised(string run) => File.ReadAllText(_folder[$"{run}/training.json"]).Replace(_folder[run], "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_run_keeps_its_last_step()
    {
        using var source = new CancellationTokenSource();
        var first = new Recorder { OnStep = step => { if (step == 2) { source.Cancel(); } } };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _trainer.DpoAsync(_trees, Base, _folder["out"], Dpo(epochs: 3), first, source.Token));
        var rest = new Recorder();
        await _trainer.DpoAsync(_trees, Base, _folder["out"], Dpo(epochs: 3), rest, Cancellation);

        Assert.Equal([1, 2], first.Steps.Select(step => step.Step));
        Assert.Equal(3, rest.Steps[0].Step);
    }

    [Fact]
    public async Task A_finished_run_is_not_done_again()
    {
        var first = await _trainer.DpoAsync(_trees, Base, _folder["out"], Dpo(), null, Cancellation);
        var written = File.GetLastWriteTimeUtc(_folder["out/model.safetensors"]);
        var told = new Recorder();

        var second = await _trainer.DpoAsync(_trees, Base, _folder["out"], Dpo(), told, Cancellation);

        Assert.Equal(first, second);
        Assert.Empty(told.Steps);
        Assert.Equal(written, File.GetLastWriteTimeUtc(_folder["out/model.safetensors"]));
    }

    [Fact]
    public async Task Other_options_or_data_are_refused_and_named()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => _trainer.DpoAsync(_trees, Base, _folder["out"], Dpo(), new Recorder { DieAt = 1 }, Cancellation));
        Task<TrainingReport> Again(IReadOnlyList<ConversationTree> trees, DpoOptions options) => _trainer.DpoAsync(trees, Base, _folder["out"], options, null, Cancellation);
        var changed = Dpo();
        changed.LearningRate = 0.5;

        var options = await Assert.ThrowsAsync<InvalidOperationException>(() => Again(_trees, changed));
        var data = await Assert.ThrowsAsync<InvalidOperationException>(() => Again([.. _trees.Skip(1)], Dpo()));
        await Again(_trees, Dpo());
        var finished = await Assert.ThrowsAsync<InvalidOperationException>(() => Again(_trees, changed));

        Assert.Contains("LearningRate: 0.01 there, 0.5 now.", options.Message);
        Assert.DoesNotContain("Data", options.Message);
        Assert.Contains("Data: 6 examples", data.Message);
        Assert.Contains("5 examples", data.Message);
        Assert.Contains("LearningRate: 0.01 there, 0.5 now.", finished.Message);
    }

    [Fact]
    public async Task A_folder_with_other_things_in_it_is_left_alone()
    {
        Directory.CreateDirectory(_folder["out"]);
        File.WriteAllText(_folder["out/thesis.txt"], "irreplaceable");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => _trainer.DpoAsync(_trees, Base, _folder["out"], Dpo(), null, Cancellation));

        Assert.Contains("thesis.txt", error.Message);
        Assert.Equal(["thesis.txt"], Directory.EnumerateFileSystemEntries(_folder["out"]).Select(Path.GetFileName));
        await Assert.ThrowsAsync<ArgumentException>(() => _trainer.DpoAsync(_trees, Base, Base, Dpo(), null, Cancellation));
    }

    [Fact]
    public async Task Held_out_examples_are_evaluated_on_schedule_and_change_nothing()
    {
        DpoOptions Options(int every) => new() { BatchSize = 2, Epochs = 4, LearningRate = 0.02, HeldOutShare = 0.3, EvaluateEvery = every };
        var people = _trees.Select((tree, i) => tree with { Persona = new Persona($"p{i}", "facts", "traits") }).ToList();
        var told = new Recorder();

        var often = await _trainer.DpoAsync(people, Base, _folder["often"], Options(3), told, Cancellation);
        var seldom = await _trainer.DpoAsync(people, Base, _folder["seldom"], Options(100), null, Cancellation);

        Assert.Equal((4, 8), (often.Examples, often.Steps));
        Assert.Equal([3, 6, 8], told.Steps.Where(step => step.HeldOut is not null).Select(step => step.Step));
        Assert.Equal(told.Steps[^1].HeldOut, often.HeldOut);
        Assert.Equal(often.HeldOut, seldom.HeldOut);
        Assert.Equal(2, often.HeldOut!.Examples);
        Assert.InRange(often.HeldOut.Accuracy!.Value, 0, 1);
        Assert.NotEqual(Math.Log(2), often.HeldOut.Loss, 1e-4);
        Assert.Equal(File.ReadAllBytes(_folder["often/model.safetensors"]), File.ReadAllBytes(_folder["seldom/model.safetensors"]));

        // Two trees by heart do not help with others: the first evaluation was the best, and its weights are kept beside those of the last step.
        var best = told.Steps.Where(step => step.HeldOut is not null).MinBy(step => step.HeldOut!.Loss)!.Step;
        Assert.Equal(best == 8 ? null : _folder["often/best"], often.BestModelFolder);
        using var record = JsonDocument.Parse(File.ReadAllBytes(_folder["often/training.json"]));
        Assert.Equal(2, record.RootElement.GetProperty("heldOut").GetArrayLength());
        Assert.Equal("0.3", record.RootElement.GetProperty("arguments").GetProperty("HeldOutShare").GetString());
        Assert.Equal("2", record.RootElement.GetProperty("settings").GetProperty("Workers").GetString());
    }

    [Fact]
    public async Task Adapters_alone_are_trained_stored_and_resumed()
    {
        var options = new DpoOptions { BatchSize = 2, Epochs = 3, LearningRate = 0.05, CheckpointEvery = 2, Lora = new LoraOptions { Rank = 2, Projections = ["q_proj", "down_proj"] } };
        var told = new Recorder();
        await _trainer.DpoAsync(_trees, Base, _folder["whole"], options, told, Cancellation);
        await Assert.ThrowsAsync<TimeoutException>(() => _trainer.DpoAsync(_trees, Base, _folder["died"], options, new Recorder { DieAt = 5 }, Cancellation));
        var weights = new FileInfo(_folder["died/checkpoints/step-00000004/weights.safetensors"]).Length;
        var rest = new Recorder();

        await _trainer.DpoAsync(_trees, Base, _folder["died"], options, rest, Cancellation);

        Assert.Equal(Math.Log(2), told.Steps[0].Loss, 1e-6);
        Assert.True(told.Steps[^1].Loss < told.Steps[0].Loss);
        Assert.Equal(5, rest.Steps[0].Step);
        Assert.InRange(weights, 1, new FileInfo(Path.Combine(Base, "model.safetensors")).Length / 4);
        Assert.Equal(File.ReadAllBytes(_folder["whole/adapter_model.safetensors"]), File.ReadAllBytes(_folder["died/adapter_model.safetensors"]));
        Assert.False(File.Exists(_folder["whole/model.safetensors"]));
        using var model = DecoderModel.Load(_folder["whole"], CPU, ScalarType.Float32);
        Assert.NotNull(model.Adapter);
    }

    [Fact]
    public async Task Reference_log_probs_are_shared_by_runs_with_the_same_model_and_data()
    {
        var trainer = new TorchPreferenceTrainer("cpu", new TorchTrainerOptions { ReferenceCacheFolder = _folder["cache"] });
        var other = Dpo();
        other.Beta = 0.1;

        await trainer.DpoAsync(_trees, Base, _folder["one"], Dpo(), null, Cancellation);
        var stored = Directory.GetFiles(_folder["cache"]);
        var written = File.GetLastWriteTimeUtc(stored.Single());
        await trainer.DpoAsync([.. _trees.Reverse()], Base, _folder["two"], other, null, Cancellation);
        await trainer.DpoAsync([.. _trees.Skip(1)], Base, _folder["three"], other, null, Cancellation);

        Assert.Equal(written, File.GetLastWriteTimeUtc(stored[0]));
        Assert.Equal(2, Directory.GetFiles(_folder["cache"]).Length);
    }

    [Fact]
    public async Task Other_dialogues_are_trained_on_beside_trees()
    {
        var told = new Recorder();
        var others = Enumerable.Range(0, 3).Select(i => new Dialogue($"other-{i}", [new(DialogueRole.User, "hello"), new(DialogueRole.Assistant, "world")])).ToList();

        var report = await _trainer.SftAsync(_trees, Base, _folder["sft"], new SftOptions { BatchSize = 4, OtherDialogues = others }, told, Cancellation);

        Assert.Equal((9, 3), (report.Examples, report.Steps));
        Assert.Equal([4, 4, 1], told.Steps.Select(step => step.Examples));
        Assert.All(told.Steps, step => Assert.True(step.LogProbChosen < 0 && step.MemoryBytes > 0 && step.Duration > TimeSpan.Zero));
    }

    [Fact]
    public async Task What_cannot_fit_is_refused_before_the_start_and_the_estimate_is_told()
    {
        var told = new Recorder();
        var config = DecoderConfig.Load(Base) with { IntermediateSize = 50_000_000, Layers = 1_000 };
        var trainer = new TorchPreferenceTrainer("cpu", new TorchTrainerOptions { Notices = told });
        Directory.CreateDirectory(_folder["huge"]);
        Directory.GetFiles(Base, "*.json").ToList().ForEach(file => File.Copy(file, Path.Combine(_folder["huge"], Path.GetFileName(file))));
        File.WriteAllText(_folder["huge/config.json"], File.ReadAllText(Path.Combine(Base, "config.json")).Replace("\"intermediate_size\": 32", "\"intermediate_size\": 1048576", StringComparison.Ordinal).Replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 500", StringComparison.Ordinal));

        var error = await Assert.ThrowsAsync<InsufficientMemoryException>(() => trainer.DpoAsync(_trees, _folder["huge"], _folder["out"], Dpo(), null, Cancellation));

        Assert.Contains("The training needs about", error.Message);
        Assert.StartsWith("Memory estimate for cpu", Assert.Single(told.Notices));
        Assert.False(TorchPreferenceTrainer.EstimateMemory(config, Dpo(), "cpu").Fits);
        Assert.True(TorchPreferenceTrainer.EstimateMemory(DecoderConfig.Load(Base), Dpo(), "cpu", rowTokens: 100).Fits);
    }

    [Fact]
    public async Task A_loss_that_is_not_finite_stops_the_run_and_names_an_example()
    {
        // Infinite embedding of the byte 'q': only the tree that has it is ruined.
        using (var model = DecoderModel.Load(Base, CPU, ScalarType.Float32))
        {
            using var noGrad = no_grad();
            var token = ChatTokenizer.Load(Base).Encode(new DialogueMessage(DialogueRole.User, "7")).Tokens[1];
            model.Parameters[0].Value[token].fill_(float.PositiveInfinity);
            model.Save(Base, ScalarType.Float32);
        }

        var trees = _trees.Append(TinyWorld.Tree("poisoned", TinyWorld.Turn(1, "a 7", "b", "c"))).ToList();

        var sft = await Assert.ThrowsAsync<InvalidDataException>(() => _trainer.SftAsync(trees, Base, _folder["sft"], new SftOptions(), null, Cancellation));
        var dpo = await Assert.ThrowsAsync<InvalidDataException>(() => _trainer.DpoAsync(trees, Base, _folder["dpo"], Dpo(), null, Cancellation));

        Assert.StartsWith("Step 1: the loss of example 'poisoned' is not finite", sft.Message);
        Assert.StartsWith("Example 'poisoned': the reference model", dpo.Message);
        Assert.False(File.Exists(_folder["sft/model.safetensors"]));
    }

    [Fact]
    public void A_model_without_room_for_the_tokenizer_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => TorchPreferenceTrainer.CreateModel(_folder["small"], TinyWorld.Config, 0, _folder["tokenizer"]));

        Assert.Contains("the model room for 40", error.Message);
    }

    private static DpoOptions Dpo(int epochs = 1)
        => new() { BatchSize = 2, Epochs = epochs, LearningRate = 0.01, Beta = 0.5, CheckpointEvery = 3, WeightDecay = 0.01 };
}
