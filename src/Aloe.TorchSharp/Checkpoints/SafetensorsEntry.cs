using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DType">Number type in the file.</param>
/// <param name="Shape">Sizes.</param>
/// <param name="Offset">First byte, counted from the start of the data.</param>
/// <param name="Length">Bytes.</param>
internal sealed record SafetensorsEntry(string Name, ScalarType DType, long[] Shape, long Offset, long Length);
