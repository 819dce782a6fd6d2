using Aloe.Torch.Training;
using FsCheck.Xunit;
using static Aloe.Torch.Tests.Training.TinyWorld;
using static TorchSharp.torch;

namespace Aloe.Torch.Tests.Training;

public sealed class ExampleBlocksTests
{
    [Property(MaxTest = 30)]
    public void Blocks_say_exactly_who_sees_whom(int seed, byte size, byte queryBlock, byte type)
    {
        TorchRuntime.EnsureLoaded();
        using var scope = NewDisposeScope();
        var dtype = ((ScalarType[])[ScalarType.Float32, ScalarType.BFloat16, ScalarType.Float16])[type % 3];
        EncodedExample[] examples = [TreeLayout.ForDpo(RandomTree($"{seed}", 1 + (size % 5)), Encoder)!, TreeLayout.ForDpo(RandomTree($"{seed}/2", 2), Encoder)!];
        var row = RowTensors.Create(examples, 1 + (queryBlock % 30), CPU, dtype);

        var seen = new HashSet<(long Query, long Key)>();
        foreach (var block in row.Blocks)
        {
            Assert.Equal(block.Mask?.dtype ?? dtype, dtype);
            var mask = block.Mask?.to_type(ScalarType.Float32).data<float>().ToArray();
            Assert.True(mask is null || mask.All(value => value is 0 or float.NegativeInfinity));
            for (var query = 0L; query < block.Length; query++)
            {
                for (var key = 0L; key < block.Before + block.Length; key++)
                {
                    if (mask is null ? key <= query : mask[(query * (block.Before + block.Length)) + key] == 0)
                    {
                        seen.Add((block.Start + query, key < block.Before ? block.BeforeStart + key : block.Start + key - block.Before));
                    }
                }
            }
        }

        var expected = new HashSet<(long, long)>();
        var offset = 0L;
        foreach (var example in examples)
        {
            for (var key = 0; key < example.Tokens.Length; key++)
            {
                for (var query = key; query < example.VisibleUntil[key]; query++)
                {
                    expected.Add((offset + query, offset + key));
                }
            }

            offset += example.Tokens.Length;
        }

        Assert.True(expected.SetEquals(seen));
        Assert.Equal(offset, row.Blocks.Sum(block => block.Length));
    }

    [Fact]
    public void A_row_of_two_examples_has_the_numbers_of_both()
    {
        TorchRuntime.EnsureLoaded();
        using var scope = NewDisposeScope();
        EncodedExample[] examples = [TreeLayout.ForDpo(Tree("a", Turn(1, "a", "b", "c")), Encoder)!, TreeLayout.ForDpo(Tree("b", Turn(1, "d", "ee", "f")), Encoder)!];

        var row = Row(examples);

        var first = examples[0].Tokens.Length;
        Assert.Equal([.. examples[0].Tokens, .. examples[1].Tokens], row.Tokens.data<long>().ToArray().Select(token => (int)token));
        Assert.Equal([.. examples[0].Positions, .. examples[1].Positions], row.Positions.data<long>().ToArray().Select(position => (int)position));
        Assert.Equal([.. examples[0].Predictors, .. examples[1].Predictors.Select(index => index + first)], row.Predictors.data<long>().ToArray().Select(index => (int)index));
        Assert.Equal([12, 4, 11, 4, 15, 4, 14, 14, 4], row.Targets.data<long>().ToArray());
        Assert.Equal([0, 0, 1, 1, 2, 2, 3, 3, 3], row.ReplyOf.data<long>().ToArray());
        Assert.Equal([0, 0, 1, 1, 0, 0, 1, 1, 1], row.IsPreferred.data<float>().ToArray());
        Assert.Equal((4, 1, examples.Sum(example => (long)example.Tokens.Length)), (row.ReplyCount, row.Tokens.shape[0], row.Positions.shape[1]));
    }
}
