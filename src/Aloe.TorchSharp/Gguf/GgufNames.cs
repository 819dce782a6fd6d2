namespace Aloe.Torch;

/// <summary>GGUF's names of tensors.</summary>
internal static class GgufNames
{
    private const string LayerPrefix = "model.layers.";

    private static readonly Dictionary<string, string> Parts = new()
    {
        ["input_layernorm"] = "attn_norm",
        ["self_attn.q_proj"] = "attn_q",
        ["self_attn.k_proj"] = "attn_k",
        ["self_attn.v_proj"] = "attn_v",
        ["self_attn.o_proj"] = "attn_output",
        ["self_attn.q_norm"] = "attn_q_norm",
        ["self_attn.k_norm"] = "attn_k_norm",
        ["post_attention_layernorm"] = "ffn_norm",
        ["mlp.gate_proj"] = "ffn_gate",
        ["mlp.up_proj"] = "ffn_up",
        ["mlp.down_proj"] = "ffn_down",
    };

    /// <summary>GGUF's name for a tensor with Hugging Face's name.</summary>
    public static string Of(string name)
    {
        if (!name.StartsWith(LayerPrefix, StringComparison.Ordinal))
        {
            return name switch
            {
                DecoderNames.Embedding => "token_embd.weight",
                DecoderNames.FinalNorm => "output_norm.weight",
                DecoderNames.Head => "output.weight",
                _ => throw new InvalidDataException($"Tensor \"{name}\" has no name in GGUF."),
            };
        }

        // model.layers.<index>.<part>.<weight or bias>
        var kind = name.LastIndexOf('.');
        var part = name.IndexOf('.', LayerPrefix.Length);
        return Parts.TryGetValue(name[(part + 1)..kind], out var renamed)
            ? $"blk.{name[LayerPrefix.Length..part]}.{renamed}{name[kind..]}"
            : throw new InvalidDataException($"Tensor \"{name}\" has no name in GGUF.");
    }

    /// <summary>Whether a tensor makes queries or keys, which the rotary embedding turns.</summary>
    public static bool IsRotated(string name) => name.Contains(".q_proj.", StringComparison.Ordinal) || name.Contains(".k_proj.", StringComparison.Ordinal);
}
