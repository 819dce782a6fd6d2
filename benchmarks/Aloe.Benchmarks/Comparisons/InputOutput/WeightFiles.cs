using Aloe.Torch;
using static TorchSharp.torch;

namespace Aloe.Benchmarks.Comparisons.InputOutput;

/// <summary>Ways to read and write safetensors files of equal tensors.</summary>
internal static class WeightFiles
{
    public const int Width = 1_024;

    /// <summary>Makes tensors of 42 MB in bfloat16: of so many bytes the C library always takes fresh memory from the system, whoever has freed some before.</summary>
    public const int Rows = 20_480;

    public const double Megabytes = Rows * Width * sizeof(float) / 1e6;

    public static IReadOnlyList<KeyValuePair<string, Tensor>> Tensors(int count)
        => [.. Enumerable.Range(0, count).Select(i => new KeyValuePair<string, Tensor>($"layer.{i}", randn(Rows, Width)))];

    /// <summary>Aloe's way.</summary>
    public static void Load(string path, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        using var reader = SafetensorsReader.Open(path);
        foreach (var entry in reader.Entries.Values)
        {
            reader.Read(entry, CPU, dtype);
        }
    }

    /// <summary>The bytes of a mapped file, copied into new tensors on one thread, without a look at what they are.</summary>
    public static void CopyMapped(string path, ScalarType stored, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        using var file = new MappedFile(path);
        var (bytes, length) = ((long)Rows * Width * SafetensorsWriter.ElementSize(stored), new FileInfo(path).Length);
        for (var offset = length % bytes; offset < length; offset += bytes)
        {
            var tensor = empty([Rows, Width], dtype: stored);
            file.CopyTo(offset, tensor.bytes);
            if (stored != dtype)
            {
                tensor.to(dtype);
                tensor.Dispose();
            }
        }
    }

    /// <summary>The bytes of the tensors and nothing else, put in the place of the file once they are on the disk.</summary>
    public static void WritePlain(string path, IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        using (var stream = new FileStream(path + ".new", FileMode.Create))
        {
            foreach (var (_, tensor) in tensors)
            {
                stream.Write(tensor.bytes);
            }

            stream.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
    }
}
