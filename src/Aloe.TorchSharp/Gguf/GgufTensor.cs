using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>A tensor that a GGUF file is to hold.</summary>
/// <param name="Name">GGUF's name.</param>
/// <param name="Shape">Sizes in Hugging Face's order, rows first; GGUF writes them the other way round.</param>
/// <param name="Type">How its numbers are stored.</param>
/// <param name="Read">Brings it into memory, on the CPU, in any floating-point type.</param>
internal sealed record GgufTensor(string Name, long[] Shape, GgufType Type, Func<Tensor> Read)
{
    private const long ElementsAtOnce = 1 << 22;

    /// <summary>Bytes in the file, without padding.</summary>
    public long Length => Type.Bytes(Shape.Aggregate(1L, (product, size) => product * size));

    /// <summary>The type for a tensor of a file: vectors stay F32, and rows that do not divide into blocks become F16.</summary>
    public static GgufType TypeFor(long[] shape, GgufType wanted)
        => shape.Length == 1 ? GgufType.F32
            : wanted == GgufType.Q8_0 && shape[^1] % Q8Block.Size != 0 ? GgufType.F16
            : wanted;

    /// <summary>Converts and writes the numbers, some rows at a time.</summary>
    /// <exception cref="InvalidDataException">A number is not finite, or is not in <see cref="Type"/> any more.</exception>
    public void Write(Stream stream)
    {
        using var scope = NewDisposeScope();
        var rows = Read().reshape(-1, Shape[^1]);
        var step = Math.Max(1, ElementsAtOnce / Shape[^1]);
        for (var row = 0L; row < rows.shape[0]; row += step)
        {
            using var piece = NewDisposeScope();
            Write(stream, rows.narrow(0, row, Math.Min(step, rows.shape[0] - row)).contiguous());
        }
    }

    private void Write(Stream stream, Tensor rows)
    {
        var stored = rows.to(Type switch
        {
            GgufType.F16 => ScalarType.Float16,
            GgufType.BF16 => ScalarType.BFloat16,
            _ => ScalarType.Float32,
        });
        if (!stored.isfinite().all().item<bool>())
        {
            throw new InvalidDataException($"Tensor \"{Name}\" has a number that is not finite as {Type}.");
        }

        if (Type != GgufType.Q8_0)
        {
            stream.Write(stored.bytes);
            return;
        }

        var blocks = new byte[Type.Bytes(stored.numel())];
        Q8Block.Quantize(MemoryMarshal.Cast<byte, float>(stored.bytes), blocks);
        stream.Write(blocks);
    }
}
