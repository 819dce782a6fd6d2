namespace Aloe.Torch;

/// <summary>What the GGUF format and ggml say about each type.</summary>
internal static class GgufTypes
{
    /// <summary>The number of the type in a tensor's description.</summary>
    public static uint TensorCode(this GgufType type) => type switch
    {
        GgufType.F32 => 0,
        GgufType.F16 => 1,
        GgufType.Q8_0 => 8,
        GgufType.BF16 => 30,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a type of this export."),
    };

    /// <summary><c>general.file_type</c> of a file whose matrices mostly have this type.</summary>
    public static uint FileCode(this GgufType type) => type switch
    {
        GgufType.F32 => 0,
        GgufType.F16 => 1,
        GgufType.Q8_0 => 7,
        GgufType.BF16 => 32,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a type of this export."),
    };

    /// <summary>Bytes that a number of elements takes; whole rows of Q8_0 only.</summary>
    public static long Bytes(this GgufType type, long elements) => type switch
    {
        GgufType.F32 => 4 * elements,
        GgufType.Q8_0 => elements / Q8Block.Size * Q8Block.Bytes,
        _ => 2 * elements,
    };
}
