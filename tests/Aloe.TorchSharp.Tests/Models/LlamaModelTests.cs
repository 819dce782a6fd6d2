using static TorchSharp.torch;

namespace Aloe.Torch.Tests;

public sealed class LlamaModelTests
{
    private static readonly int[] Tokens = [5, 17, 96, 0, 17, 33, 8];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Logits_equal_those_of_the_double_precision_reference(bool tied)
    {
        TorchRuntime.EnsureLoaded();
        using var model = TinyModels.Create(TinyModels.Config(tied));
        var positions = Enumerable.Range(0, Tokens.Length).ToArray();

        var expected = new ReferenceLlama(model).Logits(Tokens, positions, (query, key) => key <= query);

        Assert.True(expected.SelectMany(row => row).Max(Math.Abs) > 1, "the reference must not be all but zero");
        Assert.InRange(TinyModels.Difference(expected, TinyModels.Logits(model, Tokens, positions)), 0, 1e-4);
    }

    [Fact]
    public void A_tree_mask_and_tree_positions_are_honoured()
    {
        TorchRuntime.EnsureLoaded();
        using var model = TinyModels.Create(TinyModels.Config());
        // Two leaves, 3-4 and 5-6, on the trunk 0-1-2.
        int[] parents = [-1, 0, 1, 2, 3, 2, 5];
        int[] positions = [0, 1, 2, 3, 4, 3, 4];
        bool Sees(int query, int key) => query == key || (query > key && parents[query] >= 0 && Sees(parents[query], key));
        var allowed = new bool[49];
        for (var i = 0; i < 49; i++)
        {
            allowed[i] = Sees(i / 7, i % 7);
        }

        using var mask = tensor(allowed, [1, 1, 7, 7]);
        var expected = new ReferenceLlama(model).Logits(Tokens, positions, Sees);
        var actual = TinyModels.Logits(model, Tokens, positions, mask);

        Assert.InRange(TinyModels.Difference(expected, actual), 0, 1e-4);
        var linear = TinyModels.Logits(model, [.. Tokens[..3], .. Tokens[5..]], [0, 1, 2, 3, 4]);
        Assert.InRange(linear[4].Zip(actual[6], (a, b) => Math.Abs(a - b)).Max(), 0, 1e-4);
    }
}
