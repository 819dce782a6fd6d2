using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>Several examples side by side in one row, on the device of the model. Examples do not see each other.</summary>
/// <remarks>The tensors belong to the dispose scope in which the row was made.</remarks>
internal sealed class RowTensors : IDisposable
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

    private IEnumerable<Tensor> Tensors => [Tokens, Positions, Predictors, Targets, ReplyOf, IsPreferred, .. Blocks.Select(block => block.Mask).OfType<Tensor>()];

    /// <summary>Puts examples into a row.</summary>
    /// <param name="examples">At least one.</param>
    /// <param name="queryBlock">Tokens of branches from which on they make an attention block.</param>
    /// <param name="device">Where the tensors go.</param>
    /// <param name="dtype">Type of the masks: that of the model.</param>
    public static RowTensors Create(IReadOnlyList<EncodedExample> examples, int queryBlock, Device device, ScalarType dtype)
    {
        var (length, predicted, replies) = Size(examples);
        Tensor tokens = Host(1, length), positions = Host(1, length), predictors = Host(predicted), targets = Host(predicted), replyOf = Host(predicted);
        var preferred = zeros(predicted, float32, CPU);
        var blocks = new List<AttentionBlock>();
        var (offset, target, reply) = (0, 0, 0);
        foreach (var example in examples)
        {
            foreach (var (_, kind, start, count) in example.Replies)
            {
                Write(example.Predictors.AsSpan(start, count), predictors, target, offset);
                Write(example.Targets.AsSpan(start, count), targets, target);
                Numbers<long>(replyOf).Slice(target, count).Fill(reply++);
                Numbers<float>(preferred).Slice(target, count).Fill(kind == ReplyKind.Preferred ? 1 : 0);
                target += count;
            }

            Write(example.Tokens, tokens, offset);
            Write(example.Positions, positions, offset);
            ExampleBlocks.AddTo(blocks, example, offset, queryBlock, device, dtype);
            offset += example.Tokens.Length;
        }

        return new RowTensors(examples, OnDevice(tokens, device), OnDevice(positions, device), blocks)
        {
            Predictors = OnDevice(predictors, device),
            Targets = OnDevice(targets, device),
            ReplyOf = OnDevice(replyOf, device),
            IsPreferred = OnDevice(preferred, device),
            ReplyCount = replies,
        };
    }

    /// <summary>Sums a value per target, [P], into one per reply, [R]; float64, because hundreds of float32 log-probs lose digits.</summary>
    public Tensor SumByReply(Tensor perTarget)
        => zeros(ReplyCount, float64, perTarget.device).index_add(0, ReplyOf, perTarget.to_type(float64), HeldScalar.Of(1L));

    /// <summary>Copies a tensor of the host. From pinned memory a copy to the GPU does not wait for the work before it; libtorch keeps that memory until the copy is done.</summary>
    public static Tensor OnDevice(Tensor host, Device device)
        => device.type == TorchSharp.DeviceType.CUDA ? host.pin_memory().to(device, non_blocking: true) : host;

    /// <summary>The memory of a contiguous tensor of the host.</summary>
    public static Span<T> Numbers<T>(Tensor host)
        where T : unmanaged
        => MemoryMarshal.Cast<byte, T>(host.bytes);

    /// <summary>Takes the tensors out of the dispose scope that they were made in: whoever has the row disposes of it, or brings them into another scope.</summary>
    public RowTensors DetachFromDisposeScope()
    {
        foreach (var tensor in Tensors)
        {
            tensor.DetachFromDisposeScope();
        }

        return this;
    }

    /// <summary>Brings tensors that were detached into this thread's dispose scope.</summary>
    public RowTensors AttachToDisposeScope()
    {
        CurrentDisposeScope?.Attach(Tensors);
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Tensors)
        {
            tensor.Dispose();
        }
    }

    private static (int Length, int Predicted, int Replies) Size(IReadOnlyList<EncodedExample> examples)
    {
        var (length, predicted, replies) = (0, 0, 0);
        foreach (var example in examples)
        {
            length += example.Tokens.Length;
            predicted += example.Targets.Length;
            replies += example.Replies.Length;
        }

        return (length, predicted, replies);
    }

    private static Tensor Host(params ReadOnlySpan<long> shape) => empty(shape, int64, CPU);

    private static void Write(ReadOnlySpan<int> values, Tensor host, int at, int offset = 0)
    {
        var to = Numbers<long>(host).Slice(at, values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            to[i] = values[i] + offset;
        }
    }
}
