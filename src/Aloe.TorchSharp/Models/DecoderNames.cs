namespace Aloe.Torch;

/// <summary>Hugging Face's tensor names.</summary>
internal static class DecoderNames
{
    public const string Embedding = "model.embed_tokens.weight";
    public const string FinalNorm = "model.norm.weight";
    public const string Head = "lm_head.weight";

    public static string Layer(int index, string part) => $"model.layers.{index}.{part}.weight";

    public static string Bias(int index, string part) => $"model.layers.{index}.{part}.bias";

    /// <summary>True for biases, which begin at 0.</summary>
    public static bool IsBias(string name) => name.EndsWith(".bias", StringComparison.Ordinal);

    /// <summary>True for projections that write to the residual stream.</summary>
    public static bool IsResidualProjection(string name)
        => name.EndsWith("o_proj.weight", StringComparison.Ordinal) || name.EndsWith("down_proj.weight", StringComparison.Ordinal);

    /// <summary>True for tensors of old checkpoints that hold no weights, and for a tied head that is stored nevertheless.</summary>
    public static bool IsRedundant(string name, DecoderConfig config)
        => name.EndsWith("rotary_emb.inv_freq", StringComparison.Ordinal) || (name == Head && config.TieWordEmbeddings);

    /// <summary>Every parameter with its shape, in the order in which they are used.</summary>
    public static IEnumerable<(string Name, long[] Shape)> Parameters(DecoderConfig config)
    {
        long hidden = config.HiddenSize;
        yield return (Embedding, [config.VocabularySize, hidden]);
        for (var i = 0; i < config.Layers; i++)
        {
            foreach (var parameter in Attention(config, i).Concat(FeedForward(config, i)))
            {
                yield return parameter;
            }
        }

        if (config.NormWeights)
        {
            yield return (FinalNorm, [hidden]);
        }

        if (!config.TieWordEmbeddings)
        {
            yield return (Head, [config.VocabularySize, hidden]);
        }
    }

    private static IEnumerable<(string Name, long[] Shape)> Attention(DecoderConfig config, int layer)
    {
        long hidden = config.HiddenSize;
        var queries = (long)config.Heads * config.HeadSize;
        var keys = (long)config.KeyValueHeads * config.HeadSize;
        return [
            .. Norm("input_layernorm", hidden, config.NormWeights),
            .. Projection(layer, "self_attn.q_proj", queries, hidden, config.QueryKeyValueBias),
            .. Projection(layer, "self_attn.k_proj", keys, hidden, config.QueryKeyValueBias),
            .. Projection(layer, "self_attn.v_proj", keys, hidden, config.QueryKeyValueBias),
            .. Norm("self_attn.q_norm", config.HeadSize, config.QueryKeyNorm),
            .. Norm("self_attn.k_norm", config.HeadSize, config.QueryKeyNorm),
            .. Projection(layer, "self_attn.o_proj", hidden, queries, config.AttentionBias),
            .. Norm("post_attention_layernorm", hidden, config.NormWeights),
        ];

        IEnumerable<(string Name, long[] Shape)> Norm(string part, long size, bool exists) => exists ? [(Layer(layer, part), [size])] : [];
    }

    private static IEnumerable<(string Name, long[] Shape)> FeedForward(DecoderConfig config, int layer) => [
        .. Projection(layer, "mlp.gate_proj", config.IntermediateSize, config.HiddenSize, config.FeedForwardBias),
        .. Projection(layer, "mlp.up_proj", config.IntermediateSize, config.HiddenSize, config.FeedForwardBias),
        .. Projection(layer, "mlp.down_proj", config.HiddenSize, config.IntermediateSize, config.FeedForwardBias),
    ];

    private static IEnumerable<(string Name, long[] Shape)> Projection(int layer, string part, long outputs, long inputs, bool bias)
    {
        yield return (Layer(layer, part), [outputs, inputs]);
        if (bias)
        {
            yield return (Bias(layer, part), [outputs]);
        }
    }
}
