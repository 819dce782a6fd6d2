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
    public IEnumerable<Tensor> Tensors => [Cos, Sin, .. Blocks.Concat(WindowBlocks).Select(block => block.Mask).OfType<Tensor>()];

    /// <summary>The same with other handles of <see cref="Tensors"/>.</summary>
    public AttentionInput With(IReadOnlyList<Tensor> tensors)
    {
        var masks = new Queue<Tensor>(tensors.Skip(2));
        AttentionBlock Renewed(AttentionBlock block) => block.Mask is null ? block : block with { Mask = masks.Dequeue() };
        return this with { Cos = tensors[0], Sin = tensors[1], Blocks = [.. Blocks.Select(Renewed)], WindowBlocks = [.. WindowBlocks.Select(Renewed)] };
    }
}
