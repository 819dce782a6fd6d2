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

    /// <summary>A sampler for a model and its tokenizer. Special tokens other than those that end a reply are never drawn, nor ids that no token has.</summary>
    public TokenSampler(DecoderModel model, ChatTokenizer tokenizer, IReadOnlySet<int> ends)
    {
        _device = model.Device;
        var bias = new float[model.Config.VocabularySize];
        for (var id = 0; id < bias.Length; id++)
        {
            bias[id] = id >= tokenizer.VocabularySize || (tokenizer.Special.Contains(id) && !ends.Contains(id)) ? float.NegativeInfinity : 0;
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
        return (sampling.Temperature == 0 ? scores.argmax(-1) : Draw(scores.Over(sampling.Temperature).softmax(-1), sampling, uniforms))
            .cpu().data<long>().ToArray();
    }

    public void Dispose() => _bias.Dispose();

    private Tensor Draw(Tensor probabilities, Sampling sampling, float[] uniforms)
    {
        if (sampling is { TopP: >= 1, TopK: 0 })
        {
            return Pick(probabilities, uniforms).squeeze(-1);
        }

        var (best, ids) = Best(probabilities, sampling);
        if (sampling.TopP < 1)
        {
            var before = best.cumsum(-1) - best;
            best = best.where(before.lt(HeldScalar.Of(sampling.TopP)), zeros_like(best));
        }

        return ids.gather(-1, Pick(best, uniforms)).squeeze(-1);
    }

    /// <summary>The tokens to draw from, the most probable first, with their probabilities; those of a fixed number of tokens are made to sum to 1 before the nucleus is cut out of them.</summary>
    private static (Tensor Probabilities, Tensor Ids) Best(Tensor probabilities, Sampling sampling)
    {
        var size = (int)probabilities.shape[1];
        if (sampling.TopK > 0)
        {
            var (most, which) = probabilities.topk(Math.Min(sampling.TopK, size));
            return (most / most.sum(-1, keepdim: true), which);
        }

        // Most often a few tokens make up the nucleus; only where they do not, the whole vocabulary is sorted.
        var (best, ids) = probabilities.topk(Math.Min(Nucleus, size));
        return best.sum(-1).min().item<float>() < sampling.TopP ? probabilities.sort(-1, descending: true) : (best, ids);
    }

    /// <summary>Index [n, 1] of the first entry at which the cumulated weight exceeds the drawn share of the whole.</summary>
    private Tensor Pick(Tensor weights, float[] uniforms)
    {
        var cumulated = weights.cumsum(-1);
        var drawn = tensor(uniforms).to(_device).clamp(max: HeldScalar.Of(MaxUniform)).unsqueeze(-1) * cumulated.narrow(-1, cumulated.shape[1] - 1, 1);
        return searchsorted(cumulated, drawn, right: true);
    }
}
