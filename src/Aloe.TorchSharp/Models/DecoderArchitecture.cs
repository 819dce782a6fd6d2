namespace Aloe.Torch;

/// <summary>Families of decoders, as <c>architectures</c> in <c>config.json</c> names them.</summary>
public enum DecoderArchitecture
{
    /// <summary>Llama 2, 3, 3.1, 3.2 and models of the same form, such as SmolLM2 (<c>LlamaForCausalLM</c>; Touvron et al., 2023).</summary>
    Llama,

    /// <summary>Mistral 7B: Llama, in its first version with a sliding window (<c>MistralForCausalLM</c>; Jiang et al., 2023).</summary>
    Mistral,

    /// <summary>Qwen2 and Qwen2.5: biases on queries, keys and values (<c>Qwen2ForCausalLM</c>; Yang et al., 2024).</summary>
    Qwen2,

    /// <summary>Qwen3: every head of queries and keys is normalised (<c>Qwen3ForCausalLM</c>; Yang et al., 2025).</summary>
    Qwen3,

    /// <summary>OLMo 1: LayerNorm without weights, clipped projections (<c>OlmoForCausalLM</c>; Groeneveld et al., 2024).</summary>
    Olmo,
}
