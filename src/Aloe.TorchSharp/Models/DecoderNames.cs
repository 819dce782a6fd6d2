namespace Aloe.Torch;

/// <summary>Hugging Face's tensor names.</summary>
internal static class DecoderNames
{
    public const string Embedding = "model.embed_tokens.weight";
    public const string FinalNorm = "model.norm.weight";
    public const string Head = "lm_head.weight";

    public static string Layer(int index, string part) => $"model.layers.{index}.{part}.weight";

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
        long queries = config.Heads * config.HeadSize;
        long keys = config.KeyValueHeads * config.HeadSize;
        yield return (Embedding, [config.VocabularySize, hidden]);
        for (var i = 0; i < config.Layers; i++)
        {
            yield return (Layer(i, "input_layernorm"), [hidden]);
            yield return (Layer(i, "self_attn.q_proj"), [queries, hidden]);
            yield return (Layer(i, "self_attn.k_proj"), [keys, hidden]);
            yield return (Layer(i, "self_attn.v_proj"), [keys, hidden]);
            yield return (Layer(i, "self_attn.o_proj"), [hidden, queries]);
            yield return (Layer(i, "post_attention_layernorm"), [hidden]);
            yield return (Layer(i, "mlp.gate_proj"), [config.IntermediateSize, hidden]);
            yield return (Layer(i, "mlp.up_proj"), [config.IntermediateSize, hidden]);
            yield return (Layer(i, "mlp.down_proj"), [hidden, config.IntermediateSize]);
        }

        yield return (FinalNorm, [hidden]);
        if (!config.TieWordEmbeddings)
        {
            yield return (Head, [config.VocabularySize, hidden]);
        }
    }
}
