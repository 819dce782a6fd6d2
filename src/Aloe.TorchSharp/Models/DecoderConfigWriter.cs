using System.Text.Json.Nodes;

namespace Aloe.Torch;

/// <summary>Writes a config as the fields that transformers, vLLM and llama.cpp's converter read.</summary>
internal static class DecoderConfigWriter
{
    /// <exception cref="InvalidDataException">The numbers do not fit together.</exception>
    public static JsonObject Write(DecoderConfig config)
    {
        config.Checked(nameof(DecoderConfig));
        var (name, modelType) = ArchitectureNames.Of(config.Architecture);
        var json = new JsonObject
        {
            ["architectures"] = new JsonArray(JsonValue.Create(name)),
            ["model_type"] = modelType,
            ["vocab_size"] = config.VocabularySize,
            ["hidden_size"] = config.HiddenSize,
            ["intermediate_size"] = config.IntermediateSize,
            ["num_hidden_layers"] = config.Layers,
            ["num_attention_heads"] = config.Heads,
            ["num_key_value_heads"] = config.KeyValueHeads,
            ["head_dim"] = config.HeadSize,
            ["max_position_embeddings"] = config.MaxPositions,
            ["rope_theta"] = config.RopeTheta,
            ["rope_scaling"] = Scaling(config.RopeScaling),
            ["hidden_act"] = "silu",
            ["attention_dropout"] = 0.0,
            ["tie_word_embeddings"] = config.TieWordEmbeddings,
            ["bos_token_id"] = config.BosTokenId,
            ["eos_token_id"] = config.EosTokenIds switch { [] => null, [var id] => id, var ids => new JsonArray([.. ids.Select(id => JsonValue.Create(id))]) },
            ["pad_token_id"] = config.PadTokenId,
            ["torch_dtype"] = "float32",
        };
        WriteOwnFields(config, json);
        return json;
    }

    private static JsonObject? Scaling(RopeScaling? scaling) => scaling switch
    {
        null => null,
        { Kind: RopeScalingKind.Linear } => new JsonObject { ["rope_type"] = "linear", ["factor"] = scaling.Factor },
        _ => new JsonObject
        {
            ["rope_type"] = "llama3",
            ["factor"] = scaling.Factor,
            ["low_freq_factor"] = scaling.LowFrequencyFactor,
            ["high_freq_factor"] = scaling.HighFrequencyFactor,
            ["original_max_position_embeddings"] = scaling.OriginalMaxPositions,
        },
    };

    /// <summary>Fields that not every architecture has.</summary>
    private static void WriteOwnFields(DecoderConfig config, JsonObject json)
    {
        if (config.NormWeights)
        {
            json["rms_norm_eps"] = config.NormEpsilon;
        }

        switch (config.Architecture)
        {
            case DecoderArchitecture.Llama:
                json["attention_bias"] = config.AttentionBias;
                json["mlp_bias"] = config.FeedForwardBias;
                break;
            case DecoderArchitecture.Mistral:
                json["sliding_window"] = config.SlidingWindow;
                break;
            case DecoderArchitecture.Qwen2 or DecoderArchitecture.Qwen3:
                json["use_sliding_window"] = config.SlidingWindow is not null;
                json["sliding_window"] = config.SlidingWindow;
                json["max_window_layers"] = config.SlidingWindow is null ? config.Layers : config.FullAttentionLayers;
                if (config.Architecture == DecoderArchitecture.Qwen3)
                {
                    json["attention_bias"] = config.AttentionBias;
                }

                break;
            case DecoderArchitecture.Olmo:
                json["attention_bias"] = config.AttentionBias;
                json["clip_qkv"] = config.ClipQkv;
                break;
        }
    }
}
