using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>Several examples side by side in one row, on the device of the model. Examples do not see each other.</summary>
/// <remarks>The tensors belong to the dispose scope in which the row was made.</remarks>
internal sealed class RowTensors
{
    /// <summary>Rows of a batch that are built elsewhere.</summary>
    internal RowTensors(IReadOnlyList<EncodedExample> examples, Tensor tokens, Tensor positions, IReadOnlyList<AttentionBlock> blocks)
    {
        Examples = examples;
        Tokens = tokens;
        Positions = positions;
        Blocks = blocks;
    }

    /// <summary>What the row holds.</summary>
    public IReadOnlyList<EncodedExample> Examples { get; }

    /// <summary>[1, T] int64.</summary>
    public Tensor Tokens { get; }

    /// <summary>[1, T] int64; every example starts at 0.</summary>
    public Tensor Positions { get; }

    /// <summary>Which token may attend to which.</summary>
    public IReadOnlyList<AttentionBlock> Blocks { get; }

    /// <summary>[P] int64: index of the hidden state that predicts each target.</summary>
    public required Tensor Predictors { get; init; }

    /// <summary>[P] int64: the predicted tokens.</summary>
    public required Tensor Targets { get; init; }

    /// <summary>[P] int64: which of the row's replies a target belongs to.</summary>
    public required Tensor ReplyOf { get; init; }

    /// <summary>[P] float32: 1 for targets of preferred replies, else 0.</summary>
    public required Tensor IsPreferred { get; init; }

    /// <summary>Replies of all examples, in order.</summary>
    public required int ReplyCount { get; init; }

    /// <summary>Puts examples into a row.</summary>
    /// <param name="examples">At least one.</param>
    /// <param name="queryBlock">Tokens of branches from which on they make an attention block.</param>
    /// <param name="device">Where the tensors go.</param>
    /// <param name="dtype">Type of the masks: that of the model.</param>
    public static RowTensors Create(IReadOnlyList<EncodedExample> examples, int queryBlock, Device device, ScalarType dtype)
    {
        var tokens = new List<long>();
        var positions = new List<long>();
        var predictors = new List<long>();
        var targets = new List<long>();
        var replyOf = new List<long>();
        var preferred = new List<float>();
        var blocks = new List<AttentionBlock>();
        var replies = 0;
        foreach (var example in examples)
        {
            var offset = tokens.Count;
            foreach (var reply in example.Replies)
            {
                for (var i = reply.Start; i < reply.Start + reply.Length; i++)
                {
                    predictors.Add(offset + example.Predictors[i]);
                    targets.Add(example.Targets[i]);
                    replyOf.Add(replies);
                    preferred.Add(reply.Kind == ReplyKind.Preferred ? 1 : 0);
                }

                replies++;
            }

            AddBlocks(blocks, example, offset, queryBlock, device, dtype);
            tokens.AddRange(example.Tokens.Select(token => (long)token));
            positions.AddRange(example.Positions.Select(position => (long)position));
        }

        return new RowTensors(examples, Row(tokens, device).unsqueeze(0), Row(positions, device).unsqueeze(0), blocks)
        {
            Predictors = Row(predictors, device),
            Targets = Row(targets, device),
            ReplyOf = Row(replyOf, device),
            IsPreferred = OnDevice(tensor(preferred, float32, device: CPU), device),
            ReplyCount = replies,
        };
    }

    /// <summary>Sums a value per target, [P], into one per reply, [R]; float64, because hundreds of float32 log-probs lose digits.</summary>
    public Tensor SumByReply(Tensor perTarget)
        => zeros(ReplyCount, float64, perTarget.device).index_add(0, ReplyOf, perTarget.to_type(float64), HeldScalar.Of(1L));

    private static Tensor Row(IList<long> values, Device device) => OnDevice(tensor(values, int64, device: CPU), device);

    /// <summary>Copies a tensor of the host. From pinned memory a copy to the GPU does not wait for the work before it; libtorch keeps that memory until the copy is done.</summary>
    public static Tensor OnDevice(Tensor host, Device device)
        => device.type == TorchSharp.DeviceType.CUDA ? host.pin_memory().to(device, non_blocking: true) : host;

    /// <summary>The trunk is a plain sequence. Branches are taken together until they are worth a call; they need the trunk up to where the first of them, the deepest, grows off it.</summary>
    private static void AddBlocks(List<AttentionBlock> blocks, EncodedExample example, int offset, int queryBlock, Device device, ScalarType dtype)
    {
        using var scope = NewDisposeScope();
        var length = example.Tokens.Length;
        var trunk = example.Positions.Index().TakeWhile(token => token.Item == token.Index).Count();
        blocks.Add(AttentionBlock.Causal(offset, trunk));
        var index = HeldScalar.Range(length, device);
        var until = Row([.. example.VisibleUntil.Select(end => (long)end)], device);
        for (var (start, end) = (trunk, 0); start < length; start = end)
        {
            end = EndOfBranches(example, start, queryBlock);
            var before = example.Positions[start];
            var queries = index.narrow(0, start, end - start);
            var keys = cat([index.narrow(0, 0, before), queries]);
            var hidden = keys.gt(queries.unsqueeze(1)).logical_or(until.index_select(0, keys).le(queries.unsqueeze(1)));
            var mask = zeros(1, 1, end - start, before + end - start, dtype, device).masked_fill_(hidden, HeldScalar.Of(double.NegativeInfinity));
            blocks.Add(new AttentionBlock(offset + start, end - start, offset, before, mask.MoveToOuterDisposeScope()));
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
}
