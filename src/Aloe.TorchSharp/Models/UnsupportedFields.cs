using System.Text.Json;

namespace Aloe.Torch;

/// <summary>Fields of <c>config.json</c> that would change the arithmetic and are not implemented.</summary>
/// <remarks>
/// A list of what is refused, not of what is allowed: files carry dozens of harmless fields, and tools add new ones. It names the fields with which transformers' decoders change what a model of
/// these families computes; an architecture with arithmetic of its own has a name of its own and is refused by that.
/// </remarks>
internal static class UnsupportedFields
{
    /// <summary>Refused unless null, false, or the number that changes nothing.</summary>
    private static readonly (string Field, double? Neutral)[] Everywhere =
    [
        ("quantization_config", null), ("compression_config", null), ("is_encoder_decoder", null), ("add_cross_attention", null), ("cross_attention_layers", null),
        ("partial_rotary_factor", 1), ("rotary_pct", 1), ("rotary_dim", null), ("rope_interleaved", null), ("rope_interleave", null), ("use_mrope", null), ("no_rope_layers", null),
        ("no_rope_layer_interval", 0), ("rope_local_base_freq", null), ("alibi", null), ("use_alibi", null), ("original_max_position_embeddings", null),
        ("attention_multiplier", null), ("residual_multiplier", 1), ("embedding_multiplier", 1), ("logits_scaling", 1), ("logit_scale", 1), ("scale_emb", 1), ("scale_depth", 1), ("dim_model_base", null),
        ("query_pre_attn_scalar", null), ("attn_logit_softcapping", null), ("final_logit_softcapping", null), ("attention_chunk_size", null), ("sliding_window_pattern", null), ("attention_sinks", null),
        ("num_experts", 0), ("num_local_experts", 0), ("n_routed_experts", 0), ("kv_lora_rank", null), ("q_lora_rank", null), ("norm_type", null), ("layer_norm_eps", null), ("use_qk_norm", null), ("qk_norm", null),
        ("qk_layernorm", null), ("qkv_bias", null), ("use_bias", null), ("bias", null), ("parallel_attn", null), ("use_parallel_residual", null), ("hidden_activation", null), ("activation_function", null),
    ];

    private static readonly string[] InRope = ["attention_factor", "beta_fast", "beta_slow", "short_factor", "long_factor", "mscale", "mscale_all_dim", "mrope_section", "partial_rotary_factor"];

    /// <exception cref="InvalidDataException">The file has such a field.</exception>
    public static void Refuse(ModelJson json, DecoderArchitecture architecture)
    {
        foreach (var (field, neutral) in Everywhere)
        {
            if (json.Value(field) is { } value && !IsNeutral(value, neutral))
            {
                throw json.Error(field, $"= {ModelJson.Shown(value)} is not supported");
            }
        }

        // Transformers would ignore these; whoever set them expects something that does not happen.
        if (architecture == DecoderArchitecture.Qwen2 && json.Flag("attention_bias") == false)
        {
            throw json.Error("attention_bias", "= false is not supported: Qwen2 always has biases on queries, keys and values");
        }
    }

    /// <exception cref="InvalidDataException">The object has such a field.</exception>
    public static void RefuseRope(ModelJson rope)
    {
        foreach (var field in InRope)
        {
            if (rope.Value(field) is { } value && !IsNeutral(value, 1))
            {
                throw rope.Error(field, $"= {ModelJson.Shown(value)} is not supported");
            }
        }
    }

    private static bool IsNeutral(JsonElement value, double? neutral)
        => value.ValueKind == JsonValueKind.False || (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number == neutral);
}
