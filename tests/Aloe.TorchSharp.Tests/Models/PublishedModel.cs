using System.Globalization;

namespace Aloe.Torch.Tests;

/// <summary>A published model: what stands in its config.json, and the tensors that the index of its weights lists.</summary>
/// <param name="Name">As people call it.</param>
/// <param name="Config">Fields of config.json.</param>
/// <param name="Parameters">Published number of parameters: the total size of the index by the bytes of a number.</param>
/// <param name="Layers">Number of layers.</param>
/// <param name="Globals">Tensors outside of the layers, "name rows x columns".</param>
/// <param name="Layer">Tensors of every layer.</param>
internal sealed record PublishedModel(string Name, string Config, long Parameters, int Layers, string[] Globals, string[] Layer)
{
    public static IReadOnlyList<PublishedModel> All { get; } =
    [
        new(
            "Llama-3-8B",
            """
            {"architectures": ["LlamaForCausalLM"], "attention_bias": false, "attention_dropout": 0.0, "bos_token_id": 128000, "eos_token_id": 128001, "hidden_act": "silu", "hidden_size": 4096,
             "initializer_range": 0.02, "intermediate_size": 14336, "max_position_embeddings": 8192, "model_type": "llama", "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 8,
             "pretraining_tp": 1, "rms_norm_eps": 1e-05, "rope_scaling": null, "rope_theta": 500000.0, "tie_word_embeddings": false, "torch_dtype": "bfloat16", "use_cache": true, "vocab_size": 128256}
            """,
            8_030_261_248, 32, ["embed_tokens 128256x4096", "norm 4096", "lm_head 128256x4096"], Plain(4096, 4096, 1024, 14336)),
        new(
            "Llama-3.2-1B",
            """
            {"architectures": ["LlamaForCausalLM"], "attention_bias": false, "bos_token_id": 128000, "eos_token_id": [128001, 128008, 128009], "head_dim": 64, "hidden_act": "silu", "hidden_size": 2048,
             "intermediate_size": 8192, "max_position_embeddings": 131072, "mlp_bias": false, "model_type": "llama", "num_attention_heads": 32, "num_hidden_layers": 16, "num_key_value_heads": 8, "rms_norm_eps": 1e-05,
             "rope_scaling": {"factor": 32.0, "high_freq_factor": 4.0, "low_freq_factor": 1.0, "original_max_position_embeddings": 8192, "rope_type": "llama3"}, "rope_theta": 500000.0,
             "tie_word_embeddings": true, "torch_dtype": "bfloat16", "vocab_size": 128256}
            """,
            1_235_814_400, 16, ["embed_tokens 128256x2048", "norm 2048"], Plain(2048, 2048, 512, 8192)),
        new(
            "Mistral-7B-v0.3",
            """
            {"architectures": ["MistralForCausalLM"], "attention_dropout": 0.0, "bos_token_id": 1, "eos_token_id": 2, "hidden_act": "silu", "hidden_size": 4096, "intermediate_size": 14336,
             "max_position_embeddings": 32768, "model_type": "mistral", "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 8, "rms_norm_eps": 1e-05, "rope_theta": 1000000.0,
             "sliding_window": null, "tie_word_embeddings": false, "torch_dtype": "bfloat16", "vocab_size": 32768}
            """,
            7_248_023_552, 32, ["embed_tokens 32768x4096", "norm 4096", "lm_head 32768x4096"], Plain(4096, 4096, 1024, 14336)),
        new(
            "Qwen2-7B",
            """
            {"architectures": ["Qwen2ForCausalLM"], "attention_dropout": 0.0, "bos_token_id": 151643, "eos_token_id": 151643, "hidden_act": "silu", "hidden_size": 3584, "intermediate_size": 18944,
             "max_position_embeddings": 131072, "max_window_layers": 28, "model_type": "qwen2", "num_attention_heads": 28, "num_hidden_layers": 28, "num_key_value_heads": 4, "rms_norm_eps": 1e-06,
             "rope_theta": 1000000.0, "sliding_window": 131072, "tie_word_embeddings": false, "torch_dtype": "bfloat16", "use_sliding_window": false, "vocab_size": 152064}
            """,
            7_615_616_512, 28, ["embed_tokens 152064x3584", "norm 3584", "lm_head 152064x3584"], Qwen2Layer),
        new(
            "Qwen2.5-7B",
            """
            {"architectures": ["Qwen2ForCausalLM"], "attention_dropout": 0.0, "bos_token_id": 151643, "eos_token_id": 151643, "hidden_act": "silu", "hidden_size": 3584, "intermediate_size": 18944,
             "max_position_embeddings": 131072, "max_window_layers": 28, "model_type": "qwen2", "num_attention_heads": 28, "num_hidden_layers": 28, "num_key_value_heads": 4, "rms_norm_eps": 1e-06,
             "rope_theta": 1000000.0, "sliding_window": 131072, "tie_word_embeddings": false, "torch_dtype": "bfloat16", "use_mrope": false, "use_sliding_window": false, "vocab_size": 152064}
            """,
            7_615_616_512, 28, ["embed_tokens 152064x3584", "norm 3584", "lm_head 152064x3584"], Qwen2Layer),
        new(
            "Qwen3-8B",
            """
            {"architectures": ["Qwen3ForCausalLM"], "attention_bias": false, "attention_dropout": 0.0, "bos_token_id": 151643, "eos_token_id": 151645, "head_dim": 128, "hidden_act": "silu", "hidden_size": 4096,
             "intermediate_size": 12288, "max_position_embeddings": 40960, "max_window_layers": 36, "model_type": "qwen3", "num_attention_heads": 32, "num_hidden_layers": 36, "num_key_value_heads": 8,
             "rms_norm_eps": 1e-06, "rope_scaling": null, "rope_theta": 1000000, "sliding_window": null, "tie_word_embeddings": false, "torch_dtype": "bfloat16", "use_sliding_window": false, "vocab_size": 151936}
            """,
            8_190_735_360, 36, ["embed_tokens 151936x4096", "norm 4096", "lm_head 151936x4096"], [.. Plain(4096, 4096, 1024, 12288), "self_attn.q_norm.weight 128", "self_attn.k_norm.weight 128"]),
        new(
            "OLMo-7B-0724",
            """
            {"architectures": ["OlmoForCausalLM"], "attention_bias": false, "attention_dropout": 0.0, "clip_qkv": null, "eos_token_id": 50279, "hidden_act": "silu", "hidden_size": 4096, "intermediate_size": 11008,
             "max_position_embeddings": 4096, "model_type": "olmo", "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 32, "pad_token_id": 1, "rope_scaling": null, "rope_theta": 10000.0,
             "tie_word_embeddings": false, "torch_dtype": "float32", "vocab_size": 50304}
            """,
            6_888_095_744, 32, ["embed_tokens 50304x4096", "lm_head 50304x4096"], [.. Plain(4096, 4096, 4096, 11008).Where(tensor => !tensor.Contains("norm", StringComparison.Ordinal))]),
        new(
            "SmolLM2-1.7B",
            """
            {"architectures": ["LlamaForCausalLM"], "attention_bias": false, "bos_token_id": 0, "eos_token_id": 0, "hidden_act": "silu", "hidden_size": 2048, "intermediate_size": 8192, "max_position_embeddings": 8192,
             "mlp_bias": false, "model_type": "llama", "num_attention_heads": 32, "num_hidden_layers": 24, "num_key_value_heads": 32, "rms_norm_eps": 1e-05, "rope_scaling": null, "rope_theta": 130000,
             "tie_word_embeddings": true, "torch_dtype": "bfloat16", "vocab_size": 49152}
            """,
            1_711_376_384, 24, ["embed_tokens 49152x2048", "norm 2048"], Plain(2048, 2048, 2048, 8192)),
    ];

    private static string[] Qwen2Layer => [.. Plain(3584, 3584, 512, 18944), "self_attn.q_proj.bias 3584", "self_attn.k_proj.bias 512", "self_attn.v_proj.bias 512"];

    /// <summary>Every tensor of the index with its shape.</summary>
    public Dictionary<string, long[]> Tensors()
    {
        var tensors = Globals.Select(Split).ToDictionary(tensor => tensor.Name == "lm_head" ? "lm_head.weight" : $"model.{tensor.Name}.weight", tensor => tensor.Shape);
        for (var layer = 0; layer < Layers; layer++)
        {
            foreach (var (name, shape) in Layer.Select(Split))
            {
                tensors.Add($"model.layers.{layer}.{name}", shape);
            }
        }

        return tensors;
    }

    public override string ToString() => Name;

    private static string[] Plain(int hidden, int queries, int keys, int feedForward) =>
    [
        $"input_layernorm.weight {hidden}", $"post_attention_layernorm.weight {hidden}",
        $"self_attn.q_proj.weight {queries}x{hidden}", $"self_attn.k_proj.weight {keys}x{hidden}", $"self_attn.v_proj.weight {keys}x{hidden}", $"self_attn.o_proj.weight {hidden}x{queries}",
        $"mlp.gate_proj.weight {feedForward}x{hidden}", $"mlp.up_proj.weight {feedForward}x{hidden}", $"mlp.down_proj.weight {hidden}x{feedForward}",
    ];

    private static (string Name, long[] Shape) Split(string tensor)
    {
        var parts = tensor.Split(' ');
        return (parts[0], [.. parts[1].Split('x').Select(size => long.Parse(size, CultureInfo.InvariantCulture))]);
    }
}
