using Aloe.Torch.Training;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests.Training;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Recorder _told = new();
    private readonly CheckpointStore _store;
    private readonly Tensor _weight;
    private readonly Tensor _moment;

    public CheckpointTests()
    {
        TorchRuntime.EnsureLoaded();
        _weight = zeros(3, 2);
        _moment = zeros(3, 2);
        _store = Store(keep: 2);
    }

    private KeyValuePair<string, Tensor>[] Weights => [new("w", _weight)];

    private KeyValuePair<string, Tensor>[] Moments => [new("m", _moment)];

    private string[] Steps => [.. Directory.GetDirectories(_folder["checkpoints"]).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];

    public void Dispose()
    {
        _weight.Dispose();
        _moment.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_newest_comes_back_exactly()
    {
        var saved = Save(3, 0.1f);
        Save(6, 0.3f);
        Fill(9);

        var state = _store.Restore(Weights, Moments)!;

        Assert.Equal((6, 60), (state.Step, state.Tokens));
        Assert.Equal(saved.Losses, state.Losses);
        Assert.Equal(saved.HeldOut, state.HeldOut);
        Assert.All(_weight.data<float>().ToArray(), value => Assert.Equal(0.3f, value));
        Assert.All(_moment.data<float>().ToArray(), value => Assert.Equal(-0.3f, value));
        Assert.Empty(_told.Notices);
    }

    [Theory]
    [InlineData("weights.safetensors", "cut", "the content of weights.safetensors is not what was written")]
    [InlineData("weights.safetensors", "flip", "the content of weights.safetensors is not what was written")]
    [InlineData("optimizer.safetensors", "flip", "the content of optimizer.safetensors is not what was written")]
    [InlineData("state.json", "flip", "the content of state.json is not what was written")]
    [InlineData("optimizer.safetensors", "delete", "optimizer.safetensors is missing")]
    [InlineData("SHA256SUMS", "delete", "SHA256SUMS is missing")]
    [InlineData("SHA256SUMS", "cut", "is not what was written")]
    [InlineData("SHA256SUMS", "flip", "is not what was written")]
    public void Damage_in_the_newest_is_told_and_the_one_before_is_taken(string file, string damage, string complaint)
    {
        Save(3, 0.1f);
        Save(6, 0.3f);
        Harm(6, file, damage);

        Assert.Equal(3, _store.Restore(Weights, Moments)!.Step);

        Assert.All(_weight.data<float>().ToArray(), value => Assert.Equal(0.1f, value));
        var notice = Assert.Single(_told.Notices);
        Assert.StartsWith("Damaged checkpoint (step-00000006: ", notice);
        Assert.Contains(complaint, notice);
        Assert.Contains("after step 3", notice);
        Assert.Contains(notice, File.ReadAllText(_folder["training.log"]));
    }

    [Fact]
    public void Where_all_are_damaged_nothing_is_changed_and_the_error_says_what_to_delete()
    {
        Save(3, 0.1f);
        Save(6, 0.3f);
        Harm(3, "weights.safetensors", "flip");
        Harm(6, "state.json", "delete");
        Fill(9);

        var error = Assert.Throws<InvalidDataException>(() => _store.Restore(Weights, Moments));

        Assert.Contains($"Delete that folder", error.Message);
        Assert.Contains(_folder["checkpoints"], error.Message);
        Assert.Contains("step-00000003", error.Message);
        Assert.All(_weight.data<float>().ToArray(), value => Assert.Equal(9, value));
    }

    [Fact]
    public void Without_a_checkpoint_a_run_starts_over()
    {
        Directory.CreateDirectory(_folder["checkpoints/step-00000003.tmp"]);

        Assert.Null(_store.Restore(Weights, Moments));
    }

    [Fact]
    public void The_newest_and_the_best_are_kept()
    {
        Save(2, 1, best: 2);
        Save(4, 1, best: 2);
        Save(6, 1, best: 2);
        Directory.CreateDirectory(_folder["checkpoints/step-00000007.tmp"]);
        Save(8, 1, best: 2);

        Assert.Equal(["step-00000002", "step-00000006", "step-00000008"], Steps);
        Save(10, 1, best: 10);
        Assert.Equal(["step-00000008", "step-00000010"], Steps);
    }

    [Fact]
    public void A_damaged_checkpoint_is_written_anew_and_later_ones_go()
    {
        Save(3, 0.1f);
        Save(6, 0.3f);
        Harm(6, "weights.safetensors", "cut");
        _store.Restore(Weights, Moments);
        Store(keep: 1).Save(Weights, Moments, new TrainingState(4, 40, [1]));
        Assert.Equal(["step-00000004"], Steps);

        Save(6, 0.5f);
        Save(6, 0.7f);
        Assert.Equal(6, _store.Restore(Weights, Moments)!.Step);
        Assert.All(_weight.data<float>().ToArray(), value => Assert.Equal(0.7f, value));
    }

    [Fact]
    public void The_first_of_the_lowest_held_out_losses_is_the_best()
    {
        TrainingState After(TrainingState state, double? loss) => state.After(new TrainingProgress(state.Step + 1, 9, 1, 1, 1, 1) { HeldOut = loss is { } value ? new HeldOutResult(value, 1) : null });

        var states = new double?[] { null, 0.7, 0.5, null, 0.5, 0.6 }.Aggregate(new List<TrainingState> { TrainingState.Start }, (all, loss) => [.. all, After(all[^1], loss)]);

        Assert.Equal([0, 0, 2, 3, 3, 3, 3], states.Select(state => state.BestStep));
        Assert.Equal(0.6, states[^1].HeldOut!.Loss);
        Assert.Equal(0.5, states[^1].BestLoss);
    }

    private CheckpointStore Store(int keep) => new(_folder["checkpoints"], keep, new TrainingLog(_folder["training.log"], _told, TimeProvider.System));

    private TrainingState Save(int step, float value, int best = 0)
    {
        Fill(value);
        var state = new TrainingState(step, step * 10, [0.1, 1 / 3.0, 1e-17]) { HeldOut = new HeldOutResult(0.25, 3) { Accuracy = 1 / 3.0 }, BestStep = best, BestLoss = 0.25 };
        _store.Save(Weights, Moments, state);
        return state;
    }

    private void Fill(float value)
    {
        _weight.fill_(value);
        _moment.fill_(-value);
    }

    private void Harm(int step, string file, string damage)
    {
        var path = Path.Combine(_folder["checkpoints"], $"step-{step:D8}", file);
        var content = File.ReadAllBytes(path);
        switch (damage)
        {
            case "delete":
                File.Delete(path);
                break;
            case "cut":
                File.WriteAllBytes(path, content[..(content.Length / 2)]);
                break;
            default:
                content[content.Length / 2] ^= 1;
                File.WriteAllBytes(path, content);
                break;
        }
    }
}
