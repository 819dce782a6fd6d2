using System.Diagnostics.CodeAnalysis;

namespace Aloe.Torch;

/// <summary>How the matrices of a GGUF file are stored; the names are the format's own. Vectors, such as the weights of norms, are always F32.</summary>
public enum GgufType
{
    /// <summary>32-bit floating point: 4 bytes a weight, nothing lost.</summary>
    F32,

    /// <summary>16-bit floating point: 2 bytes a weight.</summary>
    F16,

    /// <summary>bfloat16: 2 bytes a weight; nothing lost where the model was saved in bfloat16.</summary>
    BF16,

    /// <summary>
    /// 8-bit integers in blocks of 32 with a 16-bit scale: 34 bytes for 32 weights. Rounds a weight by at most 1/254 of the largest one in its block.
    /// A matrix whose rows are no multiple of 32 long is stored as F16.
    /// </summary>
    [SuppressMessage("Naming", "CA1707:Identifiers should not contain underscores", Justification = "The format's name.")]
    Q8_0,
}
