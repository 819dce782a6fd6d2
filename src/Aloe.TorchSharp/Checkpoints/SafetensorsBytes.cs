using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>Access to the bytes of a tensor that may be longer than a span can be.</summary>
internal static class SafetensorsBytes
{
    private const long ElementsAtOnce = 1 << 26;

    /// <summary>Handles bytes; <paramref name="offset"/> counts from the first byte of the tensor.</summary>
    public delegate void Handler(long offset, Span<byte> bytes);

    /// <summary>Walks over a contiguous CPU tensor.</summary>
    public static void ForEachPiece(Tensor tensor, Handler handle)
    {
        using var flat = tensor.view(-1);
        var count = flat.shape[0];
        for (var start = 0L; start < count; start += ElementsAtOnce)
        {
            using var piece = flat.narrow(0, start, Math.Min(ElementsAtOnce, count - start));
            handle(start * tensor.element_size(), piece.bytes);
        }
    }
}
