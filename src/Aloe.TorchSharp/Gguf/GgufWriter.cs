using System.Text;

namespace Aloe.Torch;

/// <summary>Writes GGUF files, version 3, little-endian.</summary>
internal static class GgufWriter
{
    private const uint Magic = 0x46554747; // "GGUF"
    private const uint Version = 3;

    /// <summary>Every tensor begins at a multiple of it: the format's default.</summary>
    private const int Alignment = 32;

    /// <summary>Writes a file in one step; tensors are read one after the other.</summary>
    public static void Write(string path, GgufMetadata metadata, IReadOnlyList<GgufTensor> tensors) => AtomicFile.Write(path, stream =>
    {
        WriteHeader(stream, metadata, tensors);
        foreach (var tensor in tensors)
        {
            Pad(stream);
            tensor.Write(stream);
        }

        Pad(stream);
    });

    private static void WriteHeader(Stream stream, GgufMetadata metadata, IReadOnlyList<GgufTensor> tensors)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write((ulong)tensors.Count);
        writer.Write((ulong)metadata.Count);
        metadata.WriteTo(stream);
        var offset = 0L;
        foreach (var tensor in tensors)
        {
            GgufMetadata.WriteText(writer, tensor.Name);
            writer.Write((uint)tensor.Shape.Length);
            foreach (var size in tensor.Shape.Reverse())
            {
                writer.Write((ulong)size);
            }

            writer.Write(tensor.Type.TensorCode());
            writer.Write((ulong)offset);
            offset += Padded(tensor.Length);
        }
    }

    private static void Pad(Stream stream) => stream.Write(new byte[Padded(stream.Position) - stream.Position]);

    private static long Padded(long length) => (length + Alignment - 1) / Alignment * Alignment;
}
