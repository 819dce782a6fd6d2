namespace Aloe.Torch;

/// <summary>Reads the fields of <c>config.json</c>, with the defaults that transformers' classes give to what is missing.</summary>
internal static class DecoderConfigReader
{
    /// <exception cref="InvalidDataException">A field is missing, out of range or not supported.</exception>
    public static DecoderConfig Read(ModelJson json)
    {
        var architecture = ArchitectureNames.Read(json);
        var olmo = architecture == DecoderArchitecture.Olmo;
        UnsupportedFields.Refuse(json, architecture);
        if (json.Text("hidden_act") is { } activation and not ("silu" or "swish"))
        {
            throw json.Error("hidden_act", $"\"{activation}\" is not supported; only \"silu\" is");
        }

        var (hidden, heads) = (json.Required("hidden_size"), json.Required("num_attention_heads"));
        var layers = json.Required("num_hidden_layers");
        var (window, full) = SlidingWindow(json, architecture, layers);
        var (theta, scaling) = Rope(json);
        return new DecoderConfig
        {
            Architecture = architecture,
            VocabularySize = json.Required("vocab_size"),
            HiddenSize = hidden,
            IntermediateSize = json.Required("intermediate_size"),
            Layers = layers,
            Heads = heads,
            KeyValueHeads = KeyValueHeads(json, architecture, heads),
            HeadSize = HeadSize(json, architecture, hidden, heads),
            MaxPositions = json.Required("max_position_embeddings"),
            NormEpsilon = olmo ? 1e-5 : json.Number("rms_norm_eps") ?? 1e-6,
            RopeTheta = theta,
            RopeScaling = scaling,
            SlidingWindow = window,
            FullAttentionLayers = full,
            AttentionBias = architecture != DecoderArchitecture.Qwen2 && (json.Flag("attention_bias") ?? false),
            FeedForwardBias = json.Flag("mlp_bias") ?? false,
            ClipQkv = json.Number("clip_qkv"),
            TieWordEmbeddings = json.Flag("tie_word_embeddings") ?? false,
            BosTokenId = json.Integer("bos_token_id"),
            EosTokenIds = json.TokenIds("eos_token_id"),
            PadTokenId = json.Integer("pad_token_id") is var pad and not -1 ? pad : null,
        }.Checked(json.Path);
    }

    private static int KeyValueHeads(ModelJson json, DecoderArchitecture architecture, int heads)
        => json.Has("num_key_value_heads") || architecture is DecoderArchitecture.Llama or DecoderArchitecture.Olmo
            ? json.Integer("num_key_value_heads") ?? heads
            : json.Required("num_key_value_heads"); // The default is a number that fits one model only.

    private static int HeadSize(ModelJson json, DecoderArchitecture architecture, int hidden, int heads)
        => json.Integer("head_dim") ?? (
            architecture == DecoderArchitecture.Qwen3 ? 128
            : heads > 0 && hidden % heads == 0 ? hidden / heads
            : throw json.Error("hidden_size", "must be a multiple of num_attention_heads where head_dim is missing"));

    private static (double Theta, RopeScaling? Scaling) Rope(ModelJson json)
    {
        // Version 5 of transformers keeps everything in rope_parameters.
        var parameters = json.Child("rope_parameters");
        var theta = parameters?.Number("rope_theta") ?? json.Number("rope_theta") ?? 10_000;
        if ((parameters ?? json.Child("rope_scaling")) is not { } scaling)
        {
            return (theta, null);
        }

        UnsupportedFields.RefuseRope(scaling);
        var kind = scaling.Text("rope_type") ?? scaling.Text("type") ?? (parameters is null ? throw scaling.Error("rope_type", "is missing") : "default");
        return (theta, kind switch
        {
            "default" => null,
            "linear" => new RopeScaling(RopeScalingKind.Linear, Needed("factor")),
            "llama3" => new RopeScaling(RopeScalingKind.Llama3, Needed("factor"))
            {
                LowFrequencyFactor = Needed("low_freq_factor"),
                HighFrequencyFactor = Needed("high_freq_factor"),
                OriginalMaxPositions = scaling.Required("original_max_position_embeddings"),
            },
            _ => throw scaling.Error("rope_type", $"\"{kind}\" is not supported; default, linear and llama3 are"),
        });

        double Needed(string field) => scaling.Number(field) ?? throw scaling.Error(field, "is missing");
    }

    private static (int? Window, int FullAttentionLayers) SlidingWindow(ModelJson json, DecoderArchitecture architecture, int layers)
    {
        var layerTypes = json.Texts("layer_types");
        int? window;
        var full = 0;
        switch (architecture)
        {
            case DecoderArchitecture.Mistral:
                window = json.Has("sliding_window") ? json.Integer("sliding_window") : 4_096;
                break;
            case DecoderArchitecture.Qwen2 or DecoderArchitecture.Qwen3:
                window = json.Flag("use_sliding_window") != true ? null : json.Has("sliding_window") ? json.Integer("sliding_window") : 4_096;
                full = window is null ? 0 : layerTypes?.TakeWhile(type => type == "full_attention").Count() ?? json.Integer("max_window_layers") ?? 28;
                if (full >= layers)
                {
                    (window, full) = (null, 0); // No layer is left for the window.
                }

                break;
            default:
                window = json.Integer("sliding_window");
                break;
        }

        // Layers of both kinds in another order than "full first" are in no model of these families.
        if (layerTypes is not null && !layerTypes.SequenceEqual(Enumerable.Range(0, Math.Min(layers, layerTypes.Count + 1)).Select(layer => window is null || layer < full ? "full_attention" : "sliding_attention")))
        {
            throw json.Error("layer_types", "must name one type for each layer, full_attention first, then sliding_attention where there is a sliding window");
        }

        return (window, full);
    }
}
