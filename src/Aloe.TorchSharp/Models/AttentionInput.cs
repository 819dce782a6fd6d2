using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>What the attention of every layer shares in one forward pass.</summary>
/// <param name="Cos">Rotary factors [B, 1, T, head].</param>
/// <param name="Sin">Rotary factors [B, 1, T, head].</param>
/// <param name="Mask">Added to the scores; [1 or B, 1, groups · T, S], 0 or −∞.</param>
/// <param name="Cache">Keys and values of earlier tokens; null in training.</param>
internal sealed record AttentionInput(Tensor Cos, Tensor Sin, Tensor Mask, KeyValueCache? Cache);
