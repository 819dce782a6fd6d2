using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>Some consecutive queries, and the keys that they may need: tokens before them, and themselves.</summary>
/// <remarks>No token attends to a later one of its row. Keys that none of the queries may see need not be there, and a block without a mask is computed the fastest way that libtorch has.</remarks>
/// <param name="Start">Index of the first query.</param>
/// <param name="Length">Number of queries.</param>
/// <param name="BeforeStart">Index of the first key before the queries.</param>
/// <param name="Before">Number of those keys; they need not reach up to the queries.</param>
/// <param name="Mask">Added to the scores: 0 or −∞, [1 or B, 1, Length, Before + Length]. Null: there are no keys before, and every query sees itself and the queries before it.</param>
internal sealed record AttentionBlock(long Start, long Length, long BeforeStart, long Before, Tensor? Mask)
{
    private const long Blocks = 8;
    private const long MinLength = 128;

    /// <summary>A block for a row, or a part of one, in which every token sees itself and all before it.</summary>
    public static AttentionBlock Causal(long start, long length) => new(start, length, start, 0, null);

    /// <summary>Blocks for a row that sees only itself.</summary>
    /// <remarks>Queries up to index e need the keys up to e only: cut into n blocks, attention computes (n + 1) / 2n of the scores of one whole block.</remarks>
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
            blocks.Add(new AttentionBlock(start, end - start, 0, start, Additive(allowed.narrow(2, start, end - start).narrow(3, 0, end), dtype)));
        }

        return blocks;
    }

    /// <summary>One block for queries that see the whole of a cache, whose heads of a group stand below one another.</summary>
    /// <param name="allowed">Which slots a token may attend to, [B, 1, T, S].</param>
    /// <param name="groups">Query heads that share keys.</param>
    /// <param name="dtype">Number type of the scores.</param>
    public static AttentionBlock Cached(Tensor allowed, int groups, ScalarType dtype)
    {
        var additive = Additive(allowed, dtype);
        return new(0, allowed.shape[2] * groups, 0, 0, allowed.shape[2] == 1 ? additive : additive.repeat(1, 1, groups, 1));
    }

    /// <summary>The keys of this block, or the values.</summary>
    /// <param name="own">Those of the queries' own tokens, [B, heads, Length, head].</param>
    /// <param name="row">Those of the whole row.</param>
    public Tensor WithBefore(Tensor own, Tensor row)
        => Before == 0 ? own
            : BeforeStart + Before == Start ? row.narrow(2, BeforeStart, Before + Length)
            : cat([row.narrow(2, BeforeStart, Before), own], 2);

    /// <summary>The same block where no query sees a key that stands <paramref name="window"/> or more positions before it.</summary>
    /// <remarks>Positions count, not places in the row: in a packed tree a token is near its parent, whatever stands between them.</remarks>
    /// <param name="window">At least 1.</param>
    /// <param name="positions">Position of each token of the pass [B, T].</param>
    /// <param name="dtype">Number type of the scores.</param>
    public AttentionBlock Within(long window, Tensor positions, ScalarType dtype)
    {
        var queries = positions.narrow(1, Start, Length);
        var mask = Mask ?? Additive(ones([1, 1, Length, Length], ScalarType.Bool, positions.device).tril_(), dtype);
        return this with { Mask = Near(mask, window, queries, cat([positions.narrow(1, BeforeStart, Before), queries], 1)) };
    }

    /// <summary>The same for a block of <see cref="Cached"/>, whose keys are the slots of a cache, which are positions.</summary>
    public AttentionBlock CachedWithin(long window, Tensor positions)
        => this with { Mask = Near(Mask!, window, positions.repeat(1, Length / positions.shape[1]), HeldScalar.Range(Mask!.shape[3], positions.device).unsqueeze(0)) };

    private static Tensor Near(Tensor mask, long window, Tensor queries, Tensor keys)
    {
        var distance = queries.unsqueeze(1).unsqueeze(3) - keys.unsqueeze(1).unsqueeze(2);
        return mask.masked_fill(distance.ge(HeldScalar.Of(window)), HeldScalar.Of(double.NegativeInfinity));
    }

    private static Tensor Additive(Tensor allowed, ScalarType dtype)
        => zeros(allowed.shape, dtype: dtype, device: allowed.device).masked_fill_(allowed.logical_not(), HeldScalar.Of(double.NegativeInfinity));
}
