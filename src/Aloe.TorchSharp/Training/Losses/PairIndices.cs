using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>Which of a row's replies are the preferred and the rejected ones of its pairs: [N] int64 each.</summary>
internal readonly record struct PairIndices(Tensor Chosen, Tensor Rejected)
{
    // The two replies of a turn follow each other, the leaf first, whichever is preferred.
    public static PairIndices Of(RowTensors row)
    {
        var kinds = row.Examples.SelectMany(example => example.Replies).Select(reply => reply.Kind).ToArray();
        Tensor All(ReplyKind kind) => RowTensors.OnDevice(tensor(kinds.Index().Where(entry => entry.Item == kind).Select(entry => (long)entry.Index).ToArray(), int64, device: CPU), row.Tokens.device);
        return new(All(ReplyKind.Preferred), All(ReplyKind.Rejected));
    }

    /// <summary>A value per reply, [R], as two per pair, [N].</summary>
    public (Tensor Chosen, Tensor Rejected) Split(Tensor perReply) => (perReply.index_select(0, Chosen), perReply.index_select(0, Rejected));
}
