using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>What the attention of every layer shares in one forward pass.</summary>
/// <param name="Cos">Rotary factors [B, 1, T, head].</param>
/// <param name="Sin">Rotary factors [B, 1, T, head].</param>
/// <param name="Blocks">Which queries meet which keys.</param>
/// <param name="WindowBlocks">The same for layers with a sliding window.</param>
/// <param name="Cache">Keys and values of earlier tokens; null in training.</param>
internal sealed record AttentionInput(Tensor Cos, Tensor Sin, IReadOnlyList<AttentionBlock> Blocks, IReadOnlyList<AttentionBlock> WindowBlocks, KeyValueCache? Cache);
