using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>Some consecutive queries and the keys that they may need.</summary>
/// <remarks>
/// No token attends to a later one of its row, so queries up to index e need the keys up to e only: cut into n blocks, attention computes (n + 1) / 2n of the scores of one whole block.
/// </remarks>
/// <param name="Start">Index of the first query.</param>
/// <param name="Length">Number of queries.</param>
/// <param name="KeyStart">Index of the first key.</param>
/// <param name="Keys">Number of keys.</param>
/// <param name="Mask">Added to the scores: 0 or −∞, [1 or B, 1, Length, Keys].</param>
internal sealed record AttentionBlock(long Start, long Length, long KeyStart, long Keys, Tensor Mask)
{
    private const long Blocks = 8;
    private const long MinLength = 128;

    /// <summary>Blocks for a row that sees only itself.</summary>
    /// <param name="allowed">Who may attend to whom, broadcastable to [B, 1, T, T].</param>
    /// <param name="length">T.</param>
    /// <param name="dtype">Number type of the scores.</param>
    public static List<AttentionBlock> Cut(Tensor allowed, long length, ScalarType dtype)
    {
        while (allowed.Dimensions < 4)
        {
            allowed = allowed.unsqueeze(0);
        }

        allowed = allowed.expand(allowed.shape[0], 1, length, length);
        var size = Math.Max(MinLength, (length + Blocks - 1) / Blocks);
        var blocks = new List<AttentionBlock>();
        for (var start = 0L; start < length; start += size)
        {
            var end = Math.Min(start + size, length);
            blocks.Add(new AttentionBlock(start, end - start, 0, end, Additive(allowed.narrow(2, start, end - start).narrow(3, 0, end), dtype)));
        }

        return blocks;
    }

    /// <summary>One block for queries that see the whole of a cache, whose heads of a group stand below one another.</summary>
    /// <param name="allowed">Which slots a token may attend to, [B, 1, T, S].</param>
    /// <param name="groups">Query heads that share keys.</param>
    /// <param name="dtype">Number type of the scores.</param>
    public static AttentionBlock Whole(Tensor allowed, int groups, ScalarType dtype)
    {
        var additive = Additive(allowed, dtype);
        return new(0, allowed.shape[2] * groups, 0, allowed.shape[3], allowed.shape[2] == 1 ? additive : additive.repeat(1, 1, groups, 1));
    }

    /// <summary>The same block where no query sees a key that stands <paramref name="window"/> or more positions before it.</summary>
    /// <remarks>Positions count, not places in the row: in a packed tree a token is near its parent, whatever stands between them.</remarks>
    /// <param name="window">At least 1.</param>
    /// <param name="positions">Position of each token of the pass [B, T].</param>
    /// <param name="cached">Whether the keys are the slots of a cache, which are positions, rather than the tokens of the row.</param>
    public AttentionBlock Within(long window, Tensor positions, bool cached)
    {
        var queries = cached ? positions.repeat(1, Mask.shape[2] / positions.shape[1]) : positions.narrow(1, Start, Length);
        var keys = cached ? HeldScalar.Range(Keys, positions.device).unsqueeze(0) : positions.narrow(1, KeyStart, Keys);
        var distance = queries.unsqueeze(1).unsqueeze(3) - keys.unsqueeze(1).unsqueeze(2);
        return this with { Mask = Mask.masked_fill(distance.ge(HeldScalar.Of(window)), HeldScalar.Of(double.NegativeInfinity)) };
    }

    private static Tensor Additive(Tensor allowed, ScalarType dtype)
        => zeros(allowed.shape, dtype: dtype, device: allowed.device).masked_fill_(allowed.logical_not(), HeldScalar.Of(double.NegativeInfinity));
}
