using static TorchSharp.torch;

namespace Aloe.Torch.Training;

/// <summary>Log-probs of reply tokens. Logits exist only where a reply token is predicted, and for a limited number of tokens at a time.</summary>
/// <remarks>Where all logits of a row fit into <see cref="LogitBudget"/>, they are computed once and kept for the backward pass; more go by tiles of the vocabulary (<see cref="TiledSoftmax"/>).</remarks>
/// <param name="model">Turns tokens into hidden states and those into logits.</param>
/// <param name="logitTokens">Tokens all of whose logits may exist at the same time.</param>
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

    /// <summary>For rows of which not all logits may exist at the same time.</summary>
    public TiledSoftmax Tiles { get; } = new(
        model.Head, Math.Min((long)logitTokens * model.Config.VocabularySize, model.Device.type == TorchSharp.DeviceType.CPU ? TiledSoftmax.CpuTile : TiledSoftmax.CudaTile));

    /// <summary>Hidden states that predict a row's targets, [P, D].</summary>
    public Tensor Predicting(RowTensors row)
        => model.Hidden(row.Tokens, row.Positions, row.Blocks).flatten(0, 1).index_select(0, row.Predictors);

    /// <summary>Whether all logits of these hidden states may exist at the same time.</summary>
    public bool FitAtOnce(Tensor hidden) => hidden.shape[0] <= logitTokens;

    /// <summary>log p(target | hidden) for each hidden state, all at once.</summary>
    /// <param name="hidden">[N, D].</param>
    /// <param name="targets">[N] int64.</param>
    /// <returns>[N] float32.</returns>
    public Tensor Of(Tensor hidden, Tensor targets)
        => nn.functional.cross_entropy(model.Logits(hidden).to_type(float32), targets, reduction: nn.Reduction.None).neg();

    /// <summary>The same without gradients, for any number of hidden states.</summary>
    public Tensor Frozen(Tensor hidden, Tensor targets)
    {
        using var noGrad = no_grad();
        return FitAtOnce(hidden) ? Of(hidden, targets) : Tiles.LogProbs(hidden, targets);
    }
}
