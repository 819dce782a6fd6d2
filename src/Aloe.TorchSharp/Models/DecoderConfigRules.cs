namespace Aloe.Torch;

/// <summary>What must hold for the numbers of a <see cref="DecoderConfig"/>. Every size has an upper limit far above any model's, so that a damaged file cannot cost memory.</summary>
internal static class DecoderConfigRules
{
    private const int MaxVocabulary = 1 << 24;
    private const int MaxWidth = 1 << 20;
    private const int MaxLayers = 1 << 12;
    private const int MaxHeads = 1 << 12;
    private const int MaxHeadSize = 1 << 12;
    private const int MaxMaxPositions = 1 << 30;

    /// <exception cref="InvalidDataException">A rule is broken; the message names the source and the field.</exception>
    public static void Check(DecoderConfig config, string source)
    {
        Size(config.VocabularySize, MaxVocabulary, "vocab_size");
        Size(config.HiddenSize, MaxWidth, "hidden_size");
        Size(config.IntermediateSize, MaxWidth, "intermediate_size");
        Size(config.Layers, MaxLayers, "num_hidden_layers");
        Size(config.Heads, MaxHeads, "num_attention_heads");
        Require(config.KeyValueHeads > 0 && config.Heads % config.KeyValueHeads == 0, "num_key_value_heads", "must be above 0 and divide num_attention_heads");
        Size(config.HeadSize, MaxHeadSize, "head_dim");
        Require(config.HeadSize % 2 == 0, "head_dim", "must be even");
        Size(config.MaxPositions, MaxMaxPositions, "max_position_embeddings");
        Require(config.NormEpsilon > 0 && double.IsFinite(config.NormEpsilon), "rms_norm_eps", "must be above 0");
        Require(config.RopeTheta > 0 && double.IsFinite(config.RopeTheta), "rope_theta", "must be above 0");
        foreach (var (id, name) in config.EosTokenIds.Select(id => ((int?)id, "eos_token_id")).Append((config.BosTokenId, "bos_token_id")).Append((config.PadTokenId, "pad_token_id")))
        {
            Require(id is null || (id >= 0 && id < config.VocabularySize), name, "must be a token id below vocab_size");
        }

        CheckScaling();
        CheckArchitecture();

        void CheckScaling()
        {
            if (config.RopeScaling is { } scaling)
            {
                Require(scaling.Factor >= 1 && double.IsFinite(scaling.Factor), "rope_scaling.factor", "must be at least 1");
                Require(scaling.LowFrequencyFactor > 0, "rope_scaling.low_freq_factor", "must be above 0");
                Require(scaling.HighFrequencyFactor > scaling.LowFrequencyFactor && double.IsFinite(scaling.HighFrequencyFactor), "rope_scaling.high_freq_factor", "must be above low_freq_factor");
                Size(scaling.OriginalMaxPositions, MaxMaxPositions, "rope_scaling.original_max_position_embeddings");
            }
        }

        void CheckArchitecture()
        {
            var qwen = config.Architecture is DecoderArchitecture.Qwen2 or DecoderArchitecture.Qwen3;
            var olmo = config.Architecture == DecoderArchitecture.Olmo;
            Require(Enum.IsDefined(config.Architecture), "architectures", "is unknown");
            Require(config.SlidingWindow is null or > 0, "sliding_window", "must be above 0");
            Require(config.SlidingWindow is null || qwen || config.Architecture == DecoderArchitecture.Mistral, "sliding_window", $"does not exist in {config.Architecture}");
            Require(config.FullAttentionLayers >= 0 && (config.FullAttentionLayers == 0 || (qwen && config.SlidingWindow is not null)), "max_window_layers", "must be 0 or more, and needs sliding_window");
            Require(!config.AttentionBias || config.Architecture is DecoderArchitecture.Llama or DecoderArchitecture.Qwen3 or DecoderArchitecture.Olmo, "attention_bias", $"cannot be chosen in {config.Architecture}");
            Require(!config.FeedForwardBias || config.Architecture == DecoderArchitecture.Llama, "mlp_bias", $"does not exist in {config.Architecture}");
            Require(config.ClipQkv is null || (olmo && config.ClipQkv > 0 && double.IsFinite(config.ClipQkv.Value)), "clip_qkv", "must be above 0, and exists in Olmo only");
            Require(!olmo || config.NormEpsilon == 1e-5, "rms_norm_eps", "is always 1e-5 in Olmo");
        }

        void Size(int value, int limit, string field) => Require(value > 0 && value <= limit, field, $"must be from 1 to {limit}, not {value}");

        void Require(bool holds, string field, string rule)
        {
            if (!holds)
            {
                throw new InvalidDataException($"{source}: {field} {rule}.");
            }
        }
    }
}
