using System.Diagnostics;
using System.Reflection;
using Aloe.Torch.Training;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests.Training;

/// <summary>Trainings in processes of their own, which are killed as by <c>kill -9</c>. The process is this test program, told to run nothing but <see cref="Train_in_a_process_of_its_own"/>.</summary>
public sealed class KillTests : IDisposable
{
    private const string FolderVariable = "ALOE_TEST_TRAINING_FOLDER";
    private const string DeathVariable = "ALOE_TEST_TRAINING_DEATH";
    private const int Steps = 12;

    private readonly TemporaryFolder _folder = new();

    public KillTests()
    {
        TinyWorld.MakeBase(_folder, TinyWorld.RandomTrees(6, turns: 3));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_at_any_step_and_in_the_middle_of_checkpoints_it_ends_with_the_same_bits()
    {
        await TrainAsync(_folder.Path, "whole", null);
        var random = new Random(11);

        // In the order of the steps: each process goes on where the one before was killed.
        foreach (var step in new[] { 1, 6, 12 })
        {
            Assert.NotEqual(0, await ChildAsync($"{step}"));
        }

        // At the n-th file that appears among the checkpoints: while they are written, renamed and removed.
        for (var i = 0; i < 3; i++)
        {
            var left = random.Next(1, 12);
            await ChildAsync("0", child => Watch(_folder["killed/checkpoints"], () =>
            {
                if (Interlocked.Decrement(ref left) == 0)
                {
                    child.Kill();
                }
            }));
        }

        Assert.Equal(0, await ChildAsync("0"));
        Assert.Equal(File.ReadAllBytes(_folder["whole/model.safetensors"]), File.ReadAllBytes(_folder["killed/model.safetensors"]));
        Assert.Equal(File.ReadAllText(_folder["whole/training.json"]).Replace("whole", "", StringComparison.Ordinal), File.ReadAllText(_folder["killed/training.json"]).Replace("killed", "", StringComparison.Ordinal));
        Assert.Equal(Enumerable.Range(1, Steps), File.ReadLines(_folder["killed/metrics.jsonl"]).Select(line => MetricsLine.Parse(line)!.Step));
        Assert.False(Directory.Exists(_folder["killed/checkpoints"]));
    }

    /// <summary>What the killed processes do.</summary>
    [Fact(Explicit = true)]
    public Task Train_in_a_process_of_its_own()
    {
        var death = int.Parse(Environment.GetEnvironmentVariable(DeathVariable)!);
        return TrainAsync(Environment.GetEnvironmentVariable(FolderVariable)!, "killed", new Recorder { OnStep = step => { if (step == death) { Process.GetCurrentProcess().Kill(); } } });
    }

    private static Task<TrainingReport> TrainAsync(string folder, string run, Recorder? recorder)
    {
        var trainer = new TorchPreferenceTrainer("cpu", new TorchTrainerOptions { StorageType = ScalarType.Float32, Workers = 2 });
        var trees = TinyWorld.RandomTrees(6, turns: 3).Select((tree, i) => tree with { Persona = new Persona($"p{i}", "facts", "traits") }).ToList();
        var options = new DpoOptions { BatchSize = 2, Epochs = Steps / 2, LearningRate = 0.01, CheckpointEvery = 2, HeldOutShare = 0.34, EvaluateEvery = 3 };
        return trainer.DpoAsync(trees, Path.Combine(folder, "base"), Path.Combine(folder, run), options, recorder, TestContext.Current.CancellationToken);
    }

    private static FileSystemWatcher Watch(string folder, Action changed)
    {
        var watcher = new FileSystemWatcher(Directory.CreateDirectory(folder).FullName) { IncludeSubdirectories = true };
        watcher.Created += (_, _) => changed();
        watcher.Renamed += (_, _) => changed();
        watcher.Deleted += (_, _) => changed();
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    /// <summary>Exit code of a process that trains, 0 or that of a kill; a training that fails shows why.</summary>
    private async Task<int> ChildAsync(string death, Func<Process, IDisposable>? watch = null)
    {
        const int testFailed = 1;
        var start = new ProcessStartInfo("dotnet", [Assembly.GetExecutingAssembly().Location, "-method", $"*.{nameof(KillTests)}.{nameof(Train_in_a_process_of_its_own)}", "-explicit", "only"]) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment[FolderVariable] = _folder.Path;
        start.Environment[DeathVariable] = death;
        using var child = Process.Start(start)!;
        using var watching = watch?.Invoke(child);
        var output = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(child.ExitCode != testFailed, $"A training that was to be killed failed:\n{output}");
        return child.ExitCode;
    }
}
