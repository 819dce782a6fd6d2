using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>Writes safetensors files, atomically.</summary>
internal static class SafetensorsWriter
{
    /// <summary>Writes tensors in the given order.</summary>
    /// <param name="path">The file; replaced in one step.</param>
    /// <param name="tensors">Names and tensors, on any device; names must be unique.</param>
    /// <param name="dtype">Number type in the file: Float32, Float16 or BFloat16.</param>
    /// <param name="metadata">Free text to keep with them.</param>
    public static void Write(string path, IReadOnlyList<KeyValuePair<string, Tensor>> tensors, ScalarType dtype, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var header = Header(tensors, TypeName(dtype), ElementSize(dtype), metadata ?? new Dictionary<string, string> { ["format"] = "pt" });
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            using var noGradient = no_grad();
            foreach (var (_, tensor) in tensors)
            {
                using var scope = NewDisposeScope();
                SafetensorsBytes.ForEachPiece(tensor.detach().to(dtype, CPU).contiguous(), (_, bytes) => stream.Write(bytes));
            }
        });
    }

    /// <summary>Bytes of a number in the file.</summary>
    public static int ElementSize(ScalarType dtype) => dtype == ScalarType.Float32 ? 4 : 2;

    private static string TypeName(ScalarType dtype) => dtype switch
    {
        ScalarType.Float32 => "F32",
        ScalarType.Float16 => "F16",
        ScalarType.BFloat16 => "BF16",
        _ => throw new ArgumentException($"Weights are written as Float32, Float16 or BFloat16, not as {dtype}.", nameof(dtype)),
    };

    private static byte[] Header(IReadOnlyList<KeyValuePair<string, Tensor>> tensors, string type, int size, IReadOnlyDictionary<string, string> metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach (var (name, value) in metadata)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            var offset = 0L;
            foreach (var (name, tensor) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", type);
                json.WriteStartArray("shape");
                foreach (var dimension in tensor.shape)
                {
                    json.WriteNumberValue(dimension);
                }

                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.numel() * size);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        // Spaces, so that the data begins at a multiple of 8 as the format wants it.
        while (buffer.Length % 8 != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        return buffer.ToArray();
    }
}
