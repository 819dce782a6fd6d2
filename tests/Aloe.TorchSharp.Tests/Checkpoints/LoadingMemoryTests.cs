using System.Globalization;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests;

/// <summary>Alone, because the memory of the whole process is measured.</summary>
[CollectionDefinition(nameof(LoadingMemoryTests), DisableParallelization = true)]
[Collection(nameof(LoadingMemoryTests))]
public sealed class LoadingMemoryTests : IDisposable
{
    private const long Mega = 1 << 20;
    private readonly TemporaryFolder _folder = new();

    public LoadingMemoryTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Peak memory is read from /proc.");
        TorchRuntime.EnsureLoaded();
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>160 MB of float32 become 80 MB of bfloat16; the largest tensor takes 8 MB in the file. Whoever reads all before converting, or maps all, needs 160 MB more.</summary>
    [Fact]
    public void Loading_takes_the_memory_of_the_model_and_of_its_largest_tensor()
    {
        var config = TinyModels.Config(vocabulary: 2_048) with { HiddenSize = 1_024, IntermediateSize = 2_048, Heads = 8, KeyValueHeads = 8, HeadSize = 128, Layers = 4 };
        long size;
        using (var model = DecoderModel.Create(config, 1, CPU, ScalarType.Float32))
        {
            model.Save(_folder.Path, ScalarType.Float32);
            size = model.Parameters.Sum(parameter => parameter.Value.numel());
        }

        Assert.InRange(size * 4, 150 * Mega, 180 * Mega);
        DecoderModel? loaded = null;
        var peak = PeakOf(() => loaded = DecoderModel.Load(_folder.Path, CPU, ScalarType.BFloat16));

        using (loaded)
        {
            Assert.InRange(peak, long.MinValue, (size * 2) + (50 * Mega));
        }
    }

    /// <summary>3 GB by the headers; only the last tensor of the last file is wrong.</summary>
    [Fact]
    public void A_misshapen_tensor_is_found_before_memory_is_taken()
    {
        var config = TinyModels.Config(vocabulary: 100_000, tied: false) with { HiddenSize = 4_096, Layers = 1 };
        config.Save(_folder.Path);
        var offset = 0L;
        var entries = DecoderNames.Parameters(config).Select(parameter =>
        {
            var shape = parameter.Name == DecoderNames.Head ? [4_096, 100_000] : parameter.Shape;
            var end = offset + (4 * shape.Aggregate((a, b) => a * b));
            var entry = $"\"{parameter.Name}\":{{\"dtype\":\"F32\",\"shape\":[{string.Join(',', shape)}],\"data_offsets\":[{offset},{end}]}}";
            offset = end;
            return entry;
        }).ToList();
        var header = System.Text.Encoding.UTF8.GetBytes("{" + string.Join(',', entries) + "}");
        using (var file = File.Create(_folder["model.safetensors"]))
        {
            file.Write(BitConverter.GetBytes((long)header.Length));
            file.Write(header);
            file.SetLength(8 + header.Length + offset); // Nothing is written: the file has a hole.
        }

        Assert.InRange(offset, 3_000_000_000, 4_000_000_000);
        var peak = PeakOf(() => Assert.Contains("\"lm_head.weight\" has the shape [4096, 100000]", Assert.Throws<InvalidDataException>(() => DecoderModel.Load(_folder.Path, CPU, ScalarType.Float32)).Message, StringComparison.Ordinal));
        Assert.InRange(peak, long.MinValue, 50 * Mega);
    }

    /// <summary>By how much the memory of the process grew at most.</summary>
    private static long PeakOf(Action action)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        File.WriteAllText("/proc/self/clear_refs", "5"); // Sets the peak back.
        var before = Status("VmRSS:");
        action();
        return Status("VmHWM:") - before;
    }

    private static long Status(string field)
        => long.Parse(File.ReadLines("/proc/self/status").Single(line => line.StartsWith(field, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1_024;
}
