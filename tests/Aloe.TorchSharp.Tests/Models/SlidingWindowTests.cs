using Aloe.Torch.Tests.Training;
using Aloe.Torch.Training;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests;

public sealed class SlidingWindowTests
{
    /// <summary>Leaves stand between the tokens of the trunk, so a window over places in the row would cut off ancestors that are near.</summary>
    [Theory]
    [InlineData(2, 0)]
    [InlineData(9, 0)]
    [InlineData(9, 1)]
    public void A_packed_tree_equals_separate_sequences(int window, int fullLayers)
    {
        TorchRuntime.EnsureLoaded();
        using var scope = NewDisposeScope();
        using var model = TinyModels.Create(TinyWorld.Config with { Architecture = DecoderArchitecture.Qwen2, SlidingWindow = window, FullAttentionLayers = fullLayers });
        using var unlimited = TinyModels.Create(TinyWorld.Config with { Architecture = DecoderArchitecture.Qwen2 });
        var examples = TinyWorld.RandomTrees(3, turns: 5).Select(tree => TreeLayout.ForDpo(tree, TinyWorld.Encoder)!).ToList();
        var row = TinyWorld.Row(examples, queryBlock: 7);

        var packed = TinyModels.Rows(model.Hidden(row.Tokens, row.Positions, row.Blocks)[0]);

        var (offset, differs) = (0, false);
        foreach (var example in examples)
        {
            for (var i = 0; i < example.Tokens.Length; i++)
            {
                // The token and its ancestors are a sequence of their own.
                int[] path = [.. Enumerable.Range(0, i + 1).Where(j => i < example.VisibleUntil[j])];
                Assert.Equal(Enumerable.Range(0, path.Length), path.Select(j => example.Positions[j]));
                var tokens = TinyModels.Row([.. path.Select(j => example.Tokens[j])], model);
                var positions = TinyModels.Row([.. Enumerable.Range(0, path.Length)], model);
                var alone = TinyModels.Rows(model.Hidden(tokens, positions)[0])[^1];
                Assert.InRange(Distance(alone, packed[offset + i]), 0, 1e-4);
                differs |= Distance(TinyModels.Rows(unlimited.Hidden(tokens, positions)[0])[^1], alone) > 0.01;
            }

            offset += example.Tokens.Length;
        }

        Assert.True(differs, "the window must matter");
    }

    private static double Distance(float[] a, float[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max();
}
