using System.Buffers.Binary;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests;

/// <summary>Exports in fewer bits than 32.</summary>
public sealed class ReducedTypeTests
{
    private static readonly int[] Tokens = [.. Enumerable.Range(0, 64).Select(i => (i * i * 7) % RandomModel.Vocabulary)];

    [Fact]
    public void A_block_of_Q8_0_is_as_worked_out_by_hand()
    {
        var weights = new float[2 * Q8Block.Size];
        // 63.5 ÷ 127 makes a scale of ½. Halves go away from zero.
        float[] first = [-63.5f, 0.25f, -0.25f, 0.75f, 0.2499f, 30, -0.7501f, 63.5f];
        first.CopyTo(weights, 0);
        var blocks = new byte[2 * Q8Block.Bytes];

        Q8Block.Quantize(weights, blocks);

        sbyte[] expected = [-127, 1, -1, 2, 0, 60, -2, 127];
        Assert.Equal([0x00, 0x38, .. expected.Select(value => (byte)value), .. new byte[24]], blocks[..Q8Block.Bytes]);
        Assert.Equal(new byte[Q8Block.Bytes], blocks[Q8Block.Bytes..]); // Nothing but zeros, and no division by zero.
    }

    /// <remarks>
    /// llama.cpp rounds what goes into a matrix product to the type of the matrix, just as the matrix was rounded: two independent errors of about the same size, of which our engine can measure one.
    /// So √2 times that is to be expected. Between once and twice it, the file holds the right numbers in the right type.
    /// </remarks>
    [Theory]
    [InlineData(GgufType.F16)]
    [InlineData(GgufType.BF16)]
    [InlineData(GgufType.Q8_0)]
    public void Logits_differ_as_much_as_the_rounding_explains(GgufType type)
    {
        using var folder = new RandomModel(RandomModel.Config);
        using var model = folder.Load();
        var exact = model.LogitsOf(Tokens);
        using var exported = folder.Export(type);
        var theirs = exported.Logits(Tokens);

        Round(model, type);
        var byWeights = Distance(exact, model.LogitsOf(Tokens));

        Assert.InRange(Distance(exact, theirs) / byWeights, 1, 2);
    }

    [Fact]
    public void Rows_that_do_not_divide_into_blocks_are_kept_in_16_bits()
    {
        using var folder = new RandomModel(RandomModel.Config with { IntermediateSize = 80 });
        using var model = folder.Load();
        using var exported = folder.Export(GgufType.Q8_0);

        Assert.Equal(GgufType.F16, GgufTensor.TypeFor([64, 80], GgufType.Q8_0));
        Assert.Equal(GgufType.Q8_0, GgufTensor.TypeFor([80, 64], GgufType.Q8_0));
        Assert.InRange(Distance(model.LogitsOf(Tokens), exported.Logits(Tokens)), 1e-3, 0.1);
    }

    /// <summary>Rounds the matrices of a model and gives them their old type back.</summary>
    private static void Round(DecoderModel model, GgufType type)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (_, parameter) in model.Parameters.Where(parameter => parameter.Value.dim() == 2))
        {
            parameter.copy_(type == GgufType.Q8_0
                ? tensor(Dequantize(parameter.data<float>().ToArray()), parameter.shape)
                : parameter.to(type == GgufType.F16 ? ScalarType.Float16 : ScalarType.BFloat16));
        }
    }

    private static float[] Dequantize(float[] weights)
    {
        var blocks = new byte[weights.Length / Q8Block.Size * Q8Block.Bytes];
        Q8Block.Quantize(weights, blocks);
        return [.. blocks.Chunk(Q8Block.Bytes).SelectMany(block => block.Skip(2).Select(value => (float)BinaryPrimitives.ReadHalfLittleEndian(block) * (sbyte)value))];
    }

    private static double Distance(float[][] expected, float[][] actual) => Math.Sqrt(expected.Zip(actual, (e, a) => e.Zip(a, (x, y) => (double)(x - y) * (x - y)).Average()).Average());
}
