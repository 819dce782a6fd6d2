using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>What the attention of every layer shares in one forward pass.</summary>
/// <param name="Cos">Rotary factors [B, 1, T, head].</param>
/// <param name="Sin">Rotary factors [B, 1, T, head].</param>
/// <param name="Blocks">Which queries meet which keys.</param>
/// <param name="WindowBlocks">The same for layers with a sliding window.</param>
/// <param name="Cache">Keys and values of earlier tokens; null in training.</param>
internal sealed record AttentionInput(Tensor Cos, Tensor Sin, IReadOnlyList<AttentionBlock> Blocks, IReadOnlyList<AttentionBlock> WindowBlocks, KeyValueCache? Cache)
{
    /// <summary>All tensors.</summary>
    public IEnumerable<Tensor> Tensors => [Cos, Sin, .. Blocks.Concat(WindowBlocks).Select(block => block.Mask)];

    /// <summary>The same with other handles of <see cref="Tensors"/>.</summary>
    public AttentionInput With(IReadOnlyList<Tensor> tensors) => this with
    {
        Cos = tensors[0],
        Sin = tensors[1],
        Blocks = [.. Blocks.Select((block, i) => block with { Mask = tensors[2 + i] })],
        WindowBlocks = [.. WindowBlocks.Select((block, i) => block with { Mask = tensors[2 + Blocks.Count + i] })],
    };
}
