using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>Log-probs of reply tokens. Logits exist only where a reply token is predicted, and for a limited number of tokens at a time.</summary>
/// <param name="model">Turns tokens into hidden states and those into logits.</param>
/// <param name="logitTokens">Tokens whose logits may exist at the same time.</param>
internal sealed class ReplyLogProbs(DecoderModel model, int logitTokens)
{
    /// <summary>Logits that may exist at the same time; with their gradients they take about 200 MB.</summary>
    public const int LogitBudget = 1 << 24;

    public ReplyLogProbs(DecoderModel model)
        : this(model, Math.Max(1, LogitBudget / model.Config.VocabularySize))
    {
    }

    /// <summary>The model.</summary>
    public DecoderModel Model => model;

    /// <summary>Hidden states that predict a row's targets, [P, D].</summary>
    public Tensor Predicting(RowTensors row)
        => model.Hidden(row.Tokens, row.Positions, row.Blocks).flatten(0, 1).index_select(0, row.Predictors);

    /// <summary>log p(target | hidden) for each hidden state.</summary>
    /// <param name="hidden">[N, D].</param>
    /// <param name="targets">[N] int64.</param>
    /// <returns>[N] float32.</returns>
    public Tensor Of(Tensor hidden, Tensor targets)
        => nn.functional.cross_entropy(model.Logits(hidden).to_type(float32), targets, reduction: nn.Reduction.None).neg();

    /// <summary>The same without gradients, chunk by chunk.</summary>
    public Tensor Frozen(Tensor hidden, Tensor targets)
    {
        using var noGrad = no_grad();
        var parts = new List<Tensor>();
        foreach (var (start, count) in Chunks(hidden))
        {
            using var scope = NewDisposeScope();
            parts.Add(Of(hidden.narrow(0, start, count), targets.narrow(0, start, count)).MoveToOuterDisposeScope());
        }

        return parts.Count == 1 ? parts[0] : cat(parts);
    }

    /// <summary>Parts of the hidden states whose logits may exist at the same time.</summary>
    public IReadOnlyList<(long Start, long Count)> Chunks(Tensor hidden)
    {
        var chunks = new List<(long, long)>();
        for (var start = 0L; start < hidden.shape[0]; start += logitTokens)
        {
            chunks.Add((start, Math.Min(logitTokens, hidden.shape[0] - start)));
        }

        return chunks;
    }
}
