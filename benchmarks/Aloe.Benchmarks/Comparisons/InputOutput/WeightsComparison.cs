using System.Globalization;
using Aloe.Torch;
using static TorchSharp.torch;

namespace Aloe.Benchmarks.Comparisons.InputOutput;

/// <summary>The part of <c>compare io</c> about safetensors files.</summary>
internal static class WeightsComparison
{
    private const double Target = 0.8;

    /// <returns>Whether what was read is what was written.</returns>
    public static bool Run(string folder, int count, int repetitions)
    {
        TorchRuntime.EnsureLoaded();
        using var scope = NewDisposeScope();
        var tensors = WeightFiles.Tensors(count);
        var (full, half, output) = (Path.Combine(folder, "full.safetensors"), Path.Combine(folder, "half.safetensors"), Path.Combine(folder, "output.safetensors"));
        SafetensorsWriter.Write(full, tensors, ScalarType.Float32);
        SafetensorsWriter.Write(half, tensors, ScalarType.BFloat16);
        var size = count * WeightFiles.Megabytes;
        (string Name, double Size, Action Work)[] works =
        [
            ("mapped copy, float32", size, () => WeightFiles.CopyMapped(full, ScalarType.Float32, ScalarType.Float32)),
            ("Aloe, float32", size, () => WeightFiles.Load(full, ScalarType.Float32)),
            ("mapped copy, bfloat16", size / 2, () => WeightFiles.CopyMapped(half, ScalarType.BFloat16, ScalarType.BFloat16)),
            ("Aloe, bfloat16", size / 2, () => WeightFiles.Load(half, ScalarType.BFloat16)),
            ("mapped copy, then to float32", size / 2, () => WeightFiles.CopyMapped(half, ScalarType.BFloat16, ScalarType.Float32)),
            ("Aloe, bfloat16 to float32", size / 2, () => WeightFiles.Load(half, ScalarType.Float32)),
            ("plain write, flushed", size, () => WeightFiles.WritePlain(output, tensors)),
            ("Aloe, write float32", size, () => SafetensorsWriter.Write(output, tensors, ScalarType.Float32)),
            ("Aloe, write bfloat16", size / 2, () => SafetensorsWriter.Write(output, tensors, ScalarType.BFloat16)),
        ];
        var spent = Spent.InTurn(repetitions, [.. works.Select(work => work.Work)]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} tensors, {size:F0} MB in float32; MB/s of the file, by the clock and of processor time"));
        foreach (var ((name, bytes, _), time) in works.Zip(spent))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-32}{bytes / time.Wall,8:F0}{bytes / time.Processor,8:F0}"));
        }

        Share("load float32 over mapped copy", spent[0], spent[1]);
        Share("load bfloat16 over mapped copy", spent[2], spent[3]);
        Share("load bfloat16 as float32 over copy and conversion", spent[4], spent[5]);
        Share("write float32 over plain write", spent[6], spent[7]);
        using var reader = SafetensorsReader.Open(full);
        var same = tensors.All(pair => reader.Read(pair.Key, pair.Value.shape, CPU, ScalarType.Float32).bytes.SequenceEqual(pair.Value.bytes));
        Console.WriteLine(same ? "what was read is what was written" : "WEIGHTS DIFFER");
        return same;
    }

    private static void Share(string what, Spent plain, Spent ours)
    {
        var share = plain.Wall / ours.Wall;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}: {share:P0} by the clock ({(share >= Target ? "reached" : "missed")}; target {Target:P0}), {plain.Processor / ours.Processor:P0} by processor time"));
    }
}
