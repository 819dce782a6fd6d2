using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>The attention blocks of an example: who sees whom, in the form that attention needs.</summary>
internal static class ExampleBlocks
{
    /// <summary>The trunk is a plain sequence. Branches are taken together until they are worth a call; they need the trunk up to where the first of them, the deepest, grows off it.</summary>
    /// <param name="blocks">Where the blocks go.</param>
    /// <param name="example">The example.</param>
    /// <param name="offset">Tokens before it in its row.</param>
    /// <param name="queryBlock">Tokens of branches from which on they make a block.</param>
    /// <param name="device">Where the masks go.</param>
    /// <param name="dtype">Their number type.</param>
    public static void AddTo(List<AttentionBlock> blocks, EncodedExample example, int offset, int queryBlock, Device device, ScalarType dtype)
    {
        var length = example.Tokens.Length;
        var trunk = 0;
        while (trunk < length && example.Positions[trunk] == trunk)
        {
            trunk++;
        }

        blocks.Add(AttentionBlock.Causal(offset, trunk));
        for (var (start, end) = (trunk, 0); start < length; start = end)
        {
            end = EndOfBranches(example, start, queryBlock);
            var before = example.Positions[start];
            blocks.Add(new AttentionBlock(offset + start, end - start, offset, before, RowTensors.OnDevice(Mask(example.VisibleUntil, start, end, before, dtype), device)));
        }
    }

    /// <summary>End of the first branch off the trunk, with all that grows off it, at which a number of tokens is reached.</summary>
    private static int EndOfBranches(EncodedExample example, int start, int tokens)
    {
        var (end, branchEnd) = (start, start);
        while (end < example.Tokens.Length && (end < start + tokens || end < branchEnd))
        {
            branchEnd = Math.Max(branchEnd, example.VisibleUntil[end++]);
        }

        return end;
    }

    private static Tensor Mask(ReadOnlySpan<int> until, int start, int end, int before, ScalarType dtype)
    {
        var mask = empty(1, 1, end - start, before + end - start, dtype, CPU);
        switch (dtype)
        {
            case ScalarType.Float32:
                Fill(RowTensors.Numbers<float>(mask), until, start, end, before, float.NegativeInfinity);
                break;
            case ScalarType.BFloat16:
                Fill<ushort>(RowTensors.Numbers<ushort>(mask), until, start, end, before, hidden: 0xFF80); // −∞, sign and exponent alone.
                break;
            case ScalarType.Float16:
                Fill(RowTensors.Numbers<Half>(mask), until, start, end, before, Half.NegativeInfinity);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "Masks are float32, bfloat16 or float16.");
        }

        return mask;
    }

    private static void Fill<T>(Span<T> mask, ReadOnlySpan<int> until, int start, int end, int before, T hidden)
        where T : unmanaged
    {
        for (var query = start; query < end; query++)
        {
            var own = query - start + 1; // A token sees itself, and none behind it.
            MarkSeen(mask[..before], until[..before], query, hidden);
            MarkSeen(mask.Slice(before, own), until.Slice(start, own), query, hidden);
            mask[(before + own)..(before + end - start)].Fill(hidden);
            mask = mask[(before + end - start)..];
        }
    }

    // Tokens that stand together are visible for equally long, so runs are filled at a time.
    private static void MarkSeen<T>(Span<T> keys, ReadOnlySpan<int> until, int query, T hidden)
        where T : unmanaged
    {
        while (!keys.IsEmpty)
        {
            var next = until.IndexOfAnyExcept(until[0]);
            var run = next < 0 ? keys.Length : next;
            keys[..run].Fill(query < until[0] ? default : hidden);
            keys = keys[run..];
            until = until[run..];
        }
    }
}
