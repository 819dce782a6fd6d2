using System.Globalization;
using Aloe.Torch;
using static TorchSharp.torch;

namespace Aloe.Benchmarks.Comparisons.InputOutput;

/// <summary>The part of <c>compare io</c> about safetensors files.</summary>
internal static class WeightsComparison
{
    private const double Target = 0.8;
    private const int Width = 1_024;
    private const int Rows = 4_096;

    /// <returns>Whether what was read is what was written.</returns>
    public static bool Run(string folder, int megabytes, int repetitions)
    {
        TorchRuntime.EnsureLoaded();
        using var scope = NewDisposeScope();
        var tensors = Enumerable.Range(0, Math.Max(1, (int)(megabytes * 1e6 / (Rows * Width * sizeof(float))))).Select(i => new KeyValuePair<string, Tensor>($"layer.{i}", randn(Rows, Width))).ToList();
        var (full, half, output) = (Path.Combine(folder, "full.safetensors"), Path.Combine(folder, "half.safetensors"), Path.Combine(folder, "output.safetensors"));
        SafetensorsWriter.Write(full, tensors, ScalarType.Float32);
        SafetensorsWriter.Write(half, tensors, ScalarType.BFloat16);
        var size = new FileInfo(full).Length / 1e6;
        (string Name, double Size, Action Work)[] works =
        [
            ("mapped copy, float32", size, () => Copy(full, ScalarType.Float32, ScalarType.Float32)),
            ("Aloe, float32", size, () => Load(full, ScalarType.Float32)),
            ("mapped copy, bfloat16", size / 2, () => Copy(half, ScalarType.BFloat16, ScalarType.BFloat16)),
            ("Aloe, bfloat16", size / 2, () => Load(half, ScalarType.BFloat16)),
            ("mapped copy, then to float32", size / 2, () => Copy(half, ScalarType.BFloat16, ScalarType.Float32)),
            ("Aloe, bfloat16 to float32", size / 2, () => Load(half, ScalarType.Float32)),
            ("plain write, flushed", size, () => WritePlain(output, tensors)),
            ("Aloe, write float32", size, () => SafetensorsWriter.Write(output, tensors, ScalarType.Float32)),
            ("Aloe, write bfloat16", size / 2, () => SafetensorsWriter.Write(output, tensors, ScalarType.BFloat16)),
        ];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{tensors.Count} tensors, {size:F0} MB in float32; MB/s of the file by the clock, and processor time over it"));
        var spent = Spent.InTurn(repetitions, [.. works.Select(work => work.Work)]);
        foreach (var ((name, bytes, _), time) in works.Zip(spent))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-32}{bytes / time.Wall,8:F0}{time.Processor / time.Wall,8:F2} cores"));
        }

        Share("load float32 over mapped copy", spent[0].Wall / spent[1].Wall);
        Share("load bfloat16 over mapped copy", spent[2].Wall / spent[3].Wall);
        Share("load bfloat16 as float32 over copy and conversion", spent[4].Wall / spent[5].Wall);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"write float32 over plain write {spent[6].Wall / spent[7].Wall:P0}"));
        using var reader = SafetensorsReader.Open(full);
        var same = tensors.All(pair => reader.Read(pair.Key, [Rows, Width], CPU, ScalarType.Float32).bytes.SequenceEqual(pair.Value.bytes));
        Console.WriteLine(same ? "what was read is what was written" : "WEIGHTS DIFFER");
        return same;
    }

    private static void Share(string what, double share)
        => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} {share:P0}, target {Target:P0} ({(share >= Target ? "reached" : "missed")})"));

    private static void Load(string path, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        using var reader = SafetensorsReader.Open(path);
        foreach (var entry in reader.Entries.Values)
        {
            reader.Read(entry, CPU, dtype);
        }
    }

    /// <summary>The bytes of a mapped file, copied into new tensors on one thread.</summary>
    private static void Copy(string path, ScalarType stored, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        using var file = new MappedFile(path);
        long bytes = Rows * Width * SafetensorsWriter.ElementSize(stored);
        var start = new FileInfo(path).Length % bytes;
        for (var offset = start; offset < new FileInfo(path).Length; offset += bytes)
        {
            var tensor = empty([Rows, Width], dtype: stored);
            file.CopyTo(offset, tensor.bytes);
            if (tensor.dtype != dtype)
            {
                tensor.to(dtype);
                tensor.Dispose();
            }
        }
    }

    private static void WritePlain(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        using var stream = new FileStream(path, FileMode.Create);
        foreach (var (_, tensor) in tensors)
        {
            stream.Write(tensor.bytes);
        }

        stream.Flush(flushToDisk: true);
    }
}
