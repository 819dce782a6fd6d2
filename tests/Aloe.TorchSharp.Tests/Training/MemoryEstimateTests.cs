using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Aloe.Torch.Training;

namespace Aloe.Torch.Tests.Training;

/// <summary>The estimate against hand-worked numbers, and against the peak of a process that trains.</summary>
public sealed class MemoryEstimateTests
{
    private const string FolderVariable = "ALOE_TEST_MEMORY_FOLDER";

    private const long GiB = 1L << 30;

    // Qwen2.5-7B: 7.6 billion parameters.
    private static readonly DecoderConfig Qwen = new()
    {
        VocabularySize = 152_064,
        HiddenSize = 3_584,
        IntermediateSize = 18_944,
        Layers = 28,
        Heads = 28,
        KeyValueHeads = 4,
        HeadSize = 128,
        MaxPositions = 32_768,
    };

    [Fact]
    public void Weights_gradients_and_moments_are_counted_exactly()
    {
        // 40 · 24 twice, 2 layers of 2 norms, q and o 24 · 32, k and v 24 · 16, three of 24 · 32; one more norm.
        const long parameters = (2 * 960) + (2 * (48 + (2 * 768) + (2 * 384) + (3 * 768))) + 24;
        var plan = new MemoryPlan(TinyWorld.Config, OnCuda: false, Mixed: false, null, Checkpointing: false, RowTokens: 100, Workers: 2);

        var full = plan.Estimate(null);
        var mixed = (plan with { Mixed = true }).Estimate(null);
        var lora = (plan with { Mixed = true, Lora = new LoraOptions { Rank = 2, Projections = ["k_proj", "up_proj"] } }).Estimate(null);

        Assert.Equal((4 * parameters, 8 * parameters, 8 * parameters), (full.Weights, full.Gradients, full.Optimizer));
        Assert.Equal((2 * parameters, 4 * parameters, 12 * parameters), (mixed.Weights, mixed.Gradients, mixed.Optimizer));
        const long adapters = 2 * ((2 * (24 + 16)) + (2 * (24 + 32)));
        Assert.Equal(((2 * parameters) + (4 * adapters), 8 * adapters, 8 * adapters), (lora.Weights, lora.Gradients, lora.Optimizer));
        Assert.True(full.Fits);
        Assert.Contains("unknown", full.ToString());
    }

    [Fact]
    public void What_makes_a_seven_billion_model_fit_on_24_GB_is_named()
    {
        var full = new MemoryPlan(Qwen, OnCuda: true, Mixed: true, null, Checkpointing: false, RowTokens: 4_096, Workers: 1).Estimate(23 * GiB);
        var lora = new MemoryPlan(Qwen, OnCuda: true, Mixed: true, new LoraOptions(), Checkpointing: true, RowTokens: 4_096, Workers: 1).Estimate(23 * GiB);

        Assert.InRange(full.Total, 100 * GiB, 160 * GiB);
        Assert.Contains("Lora = new LoraOptions()", Assert.Single(full.Remedies));
        Assert.True(lora.Fits, lora.ToString());
        Assert.InRange(lora.Total, 16 * GiB, 23 * GiB);
        Assert.Contains("or with", Assert.Throws<InsufficientMemoryException>(() => (full with { Remedies = ["A = 1", "B = 2"] }).ThrowUnlessItFits()).Message);
        Assert.Contains("a larger machine", Assert.Throws<InsufficientMemoryException>(() => (full with { Remedies = [] }).ThrowUnlessItFits()).Message);
    }

    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB", true)]
    [InlineData("[enforce fail at alloc_cpu.cpp:117] DefaultCPUAllocator: can't allocate memory: you tried to allocate 4 bytes", true)]
    [InlineData("mat1 and mat2 shapes cannot be multiplied", false)]
    public void Running_out_of_memory_is_recognised_and_explained(string message, bool isOut)
    {
        var error = new InvalidOperationException(message);

        Assert.Equal(isOut, OutOfMemory.Is(error));
        var explained = OutOfMemory.Explained(error, new MemoryPlan(Qwen, true, true, null, false, 4_096, 1).Estimate(GiB));
        Assert.Contains("continues from its last checkpoint", explained.Message);
        Assert.Contains("ActivationCheckpointing = true", explained.Message);
        Assert.Same(error, explained.InnerException);
        Assert.False(OutOfMemory.Is(explained));
    }

    [Theory]
    [InlineData(256, 6)] // 5 million parameters
    [InlineData(640, 10)] // 50 million
    public async Task The_peak_of_a_process_is_not_above_the_estimate_and_not_far_below(int hidden, int layers)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The peak is read from /proc.");
        using var folder = new TemporaryFolder();
        TorchRuntime.EnsureLoaded();
        var config = TinyWorld.Config with { VocabularySize = 270, HiddenSize = hidden, IntermediateSize = hidden * 43 / 16, Layers = layers, Heads = hidden / 32, KeyValueHeads = hidden / 32, HeadSize = 32, MaxPositions = 2_048 };
        BytePairTrainer.Train(["some text"], 270, folder["tokenizer"]);
        TorchPreferenceTrainer.CreateModel(folder["base"], config, 1, folder["tokenizer"]);

        var start = new ProcessStartInfo("dotnet", [Assembly.GetExecutingAssembly().Location, "-method", $"*.{nameof(MemoryEstimateTests)}.{nameof(Train_in_a_process_of_its_own)}", "-explicit", "only"]) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment[FolderVariable] = folder.Path;
        using var child = Process.Start(start)!;
        await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);

        var numbers = File.ReadAllLines(folder["peak"]).Select(line => long.Parse(line, CultureInfo.InvariantCulture)).ToList();
        var ratio = numbers[1] / (double)numbers[0];
        TestContext.Current.TestOutputHelper?.WriteLine($"estimated {numbers[0] >> 20} MiB, measured {numbers[1] >> 20} MiB: {ratio:0.00}");
        Assert.InRange(ratio, 0.6, 1.1);
    }

    /// <summary>What the measured process does.</summary>
    [Fact(Explicit = true)]
    public async Task Train_in_a_process_of_its_own()
    {
        var folder = Environment.GetEnvironmentVariable(FolderVariable)!;
        var reply = string.Concat(Enumerable.Range(0, 1_900).Select(i => (char)('a' + (i * 7 % 26))));
        var trainer = new TorchPreferenceTrainer("cpu", new TorchTrainerOptions { Workers = 1, RowTokens = 2_000 });
        var options = new SftOptions { Epochs = 2, BatchSize = 1 };
        await trainer.SftAsync([new Dialogue("d", [new(DialogueRole.User, "a"), new(DialogueRole.Assistant, reply)])], Path.Combine(folder, "base"), Path.Combine(folder, "out"), options, null, TestContext.Current.CancellationToken);

        var estimate = TorchPreferenceTrainer.EstimateMemory(DecoderConfig.Load(Path.Combine(folder, "base")), options, "cpu", new TorchTrainerOptions { Workers = 1 }, rowTokens: 1_920).Total;
        var peak = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        await File.WriteAllLinesAsync(Path.Combine(folder, "peak"), [$"{estimate}", $"{long.Parse(peak, CultureInfo.InvariantCulture) * 1024}"], TestContext.Current.CancellationToken);
    }
}
