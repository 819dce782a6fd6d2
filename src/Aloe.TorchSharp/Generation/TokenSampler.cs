using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>Draws the next token of every row on the model's device; only the tokens come back to the host.</summary>
internal sealed class TokenSampler : IDisposable
{
    private const int Nucleus = 64;

    // The largest float below 1: with it the drawn point stays inside of the distribution.
    private const double MaxUniform = 1 - (1.0 / (1 << 23));

    private readonly Tensor _bias;
    private readonly Device _device;

    /// <summary>A sampler for a model and its tokenizer. Special tokens other than the end of the turn are never drawn, nor ids that no token has.</summary>
    public TokenSampler(DecoderModel model, ChatTokenizer tokenizer)
    {
        _device = model.Device;
        var bias = new float[model.Config.VocabularySize];
        for (var id = 0; id < bias.Length; id++)
        {
            bias[id] = id >= tokenizer.VocabularySize || (tokenizer.Special.Contains(id) && id != tokenizer.EndOfTurn) ? float.NegativeInfinity : 0;
        }

        using var scope = NewDisposeScope();
        _bias = tensor(bias).to(_device).DetachFromDisposeScope();
    }

    /// <summary>One token for each row.</summary>
    /// <param name="logits">[n, V].</param>
    /// <param name="sampling">How to draw.</param>
    /// <param name="uniforms">A number in [0, 1) for each row, which decides its draw.</param>
    public long[] Next(Tensor logits, Sampling sampling, float[] uniforms)
    {
        using var scope = NewDisposeScope();
        var scores = logits.to(ScalarType.Float32).Plus(_bias);
        return (sampling.Temperature == 0 ? scores.argmax(-1) : Draw(scores.Over(sampling.Temperature).softmax(-1), sampling.TopP, uniforms))
            .cpu().data<long>().ToArray();
    }

    public void Dispose() => _bias.Dispose();

    private Tensor Draw(Tensor probabilities, double topP, float[] uniforms)
    {
        if (topP >= 1)
        {
            return Pick(probabilities, uniforms).squeeze(-1);
        }

        // Most often a few tokens make up the nucleus; only where they do not, the whole vocabulary is sorted.
        var (best, ids) = probabilities.topk((int)Math.Min(Nucleus, probabilities.shape[1]));
        if (best.sum(-1).min().item<float>() < topP)
        {
            (best, ids) = probabilities.sort(-1, descending: true);
        }

        var before = best.cumsum(-1) - best;
        return ids.gather(-1, Pick(best.where(before.lt(HeldScalar.Of(topP)), zeros_like(best)), uniforms)).squeeze(-1);
    }

    /// <summary>Index [n, 1] of the first entry at which the cumulated weight exceeds the drawn share of the whole.</summary>
    private Tensor Pick(Tensor weights, float[] uniforms)
    {
        var cumulated = weights.cumsum(-1);
        var drawn = tensor(uniforms).to(_device).clamp(max: HeldScalar.Of(MaxUniform)).unsqueeze(-1) * cumulated.narrow(-1, cumulated.shape[1] - 1, 1);
        return searchsorted(cumulated, drawn, right: true);
    }
}
