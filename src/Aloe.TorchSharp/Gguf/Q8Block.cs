using System.Buffers.Binary;
using System.Numerics.Tensors;

namespace Aloe.Torch;

/// <summary>ggml's Q8_0: 32 weights as a half-precision scale and 32 signed bytes.</summary>
internal static class Q8Block
{
    /// <summary>Weights of a block.</summary>
    public const int Size = 32;

    /// <summary>Bytes of a block.</summary>
    public const int Bytes = 2 + Size;

    /// <summary>Quantises blocks. As in ggml, the integers belong to the exact scale, the largest weight ÷ 127, not to its rounded form, and halves round away from zero.</summary>
    /// <param name="weights">Whole blocks, finite.</param>
    /// <param name="blocks">Gets <see cref="Bytes"/> for each block.</param>
    public static void Quantize(ReadOnlySpan<float> weights, Span<byte> blocks)
    {
        for (; weights.Length > 0; weights = weights[Size..], blocks = blocks[Bytes..])
        {
            var scale = MathF.Abs(TensorPrimitives.MaxMagnitude(weights[..Size])) / 127;
            var inverse = scale == 0 ? 0 : 1 / scale;
            BinaryPrimitives.WriteHalfLittleEndian(blocks, (Half)scale);
            for (var i = 0; i < Size; i++)
            {
                blocks[2 + i] = (byte)(sbyte)MathF.Round(weights[i] * inverse, MidpointRounding.AwayFromZero);
            }
        }
    }
}
