using Aloe.Torch;
using Aloe.Torch.Training;

namespace Aloe.Benchmarks.Comparisons;

/// <summary>Floating-point operations that a step on a tree needs, however it is computed.</summary>
/// <remarks>
/// 6 for each weight of the layers and token, 6 for each weight of the head and predicted token (2 forward, 4 backward), and 12 · layers · heads · head size for each pair of tokens of which
/// one attends to the other. Softmax, norms, activations and the optimizer are not counted, nor masked scores, nor anything that is computed twice.
/// </remarks>
internal static class StepFlops
{
    public static double Of(EncodedExample tree, DecoderConfig config)
    {
        var (hidden, width, shared) = ((double)config.HiddenSize, config.Heads * config.HeadSize, config.KeyValueHeads * config.HeadSize);
        var layer = (2 * hidden * width) + (2 * hidden * shared) + (3 * hidden * config.IntermediateSize);
        var attended = tree.VisibleUntil.Index().Sum(token => (double)Math.Min(token.Item, tree.Tokens.Length) - token.Index);
        return (6 * config.Layers * layer * tree.Tokens.Length)
            + (6 * hidden * config.VocabularySize * tree.Targets.Length)
            + (12.0 * config.Layers * width * attended);
    }
}
