namespace Aloe.Torch.Tests;

public sealed class DecoderConfigTests : IDisposable
{
    private const string Sample = """
        {
          "architectures": ["LlamaForCausalLM"], "model_type": "llama", "attention_bias": false, "attention_dropout": 0.0, "bos_token_id": 1, "eos_token_id": [2, 5],
          "hidden_act": "silu", "hidden_size": 576, "initializer_range": 0.02, "intermediate_size": 1536, "max_position_embeddings": 2048, "mlp_bias": false,
          "num_attention_heads": 9, "num_hidden_layers": 30, "num_key_value_heads": 3, "pretraining_tp": 1, "rms_norm_eps": 1e-05, "rope_scaling": null,
          "rope_theta": 100000, "tie_word_embeddings": true, "torch_dtype": "bfloat16", "transformers_version": "4.42.3", "use_cache": true, "vocab_size": 49152
        }
        """;

    public static TheoryData<string> Variants => TinyModels.Variants;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_file_of_the_usual_kind_is_read()
        => Assert.Equal(
            new DecoderConfig
            {
                VocabularySize = 49152,
                HiddenSize = 576,
                IntermediateSize = 1536,
                Layers = 30,
                Heads = 9,
                KeyValueHeads = 3,
                HeadSize = 64,
                MaxPositions = 2048,
                NormEpsilon = 1e-5,
                RopeTheta = 100_000,
                TieWordEmbeddings = true,
                BosTokenId = 1,
                EosTokenIds = [2, 5],
            },
            Load(Sample));

    [Theory]
    [MemberData(nameof(Variants))]
    public void What_is_saved_is_loaded_again(string variant)
    {
        var config = TinyModels.Variant(variant) with { RopeTheta = 12345.5, EosTokenIds = [3, 7], BosTokenId = 1 };
        config.Save(_folder.Path);
        Assert.Equal(config, DecoderConfig.Load(_folder.Path));
    }

    [Theory]
    [InlineData("MistralForCausalLM", "mistral", "", DecoderArchitecture.Mistral, 4096, 0)]
    [InlineData("MistralForCausalLM", "mistral", ", \"sliding_window\": null", DecoderArchitecture.Mistral, null, 0)]
    [InlineData("MistralForCausalLM", "mistral", ", \"sliding_window\": 7", DecoderArchitecture.Mistral, 7, 0)]
    [InlineData("Qwen2ForCausalLM", "qwen2", ", \"sliding_window\": 7, \"use_sliding_window\": false", DecoderArchitecture.Qwen2, null, 0)]
    [InlineData("Qwen2ForCausalLM", "qwen2", ", \"sliding_window\": 7, \"use_sliding_window\": true, \"max_window_layers\": 21", DecoderArchitecture.Qwen2, 7, 21)]
    [InlineData("Qwen3ForCausalLM", "qwen3", ", \"sliding_window\": 7, \"use_sliding_window\": true, \"max_window_layers\": 30", DecoderArchitecture.Qwen3, null, 0)]
    public void The_window_is_that_of_the_architecture(string name, string modelType, string fields, DecoderArchitecture architecture, int? window, int full)
    {
        var config = Load(Of(name, modelType, fields));
        Assert.Equal((architecture, window, full), (config.Architecture, config.SlidingWindow, config.FullAttentionLayers));
    }

    [Fact]
    public void Layer_types_are_honoured_or_refused()
    {
        static string Types(int full, int sliding, string last = "") => $", \"layer_types\": [{string.Join(',', Enumerable.Repeat("\"full_attention\"", full).Concat(Enumerable.Repeat("\"sliding_attention\"", sliding)))}{last}]";
        const string Window = ", \"use_sliding_window\": true, \"sliding_window\": 64";
        Assert.Equal(4, Load(Of("Qwen3ForCausalLM", "qwen3", Window + Types(4, 26))).FullAttentionLayers);
        Assert.Null(Load(Of("Qwen3ForCausalLM", "qwen3", Types(30, 0))).SlidingWindow);
        foreach (var bad in new[] { Window + Types(4, 25), Window + Types(4, 25, ",\"full_attention\""), Types(4, 26), Types(30, 1) })
        {
            Assert.Contains("layer_types", Assert.Throws<InvalidDataException>(() => Load(Of("Qwen3ForCausalLM", "qwen3", bad))).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Heads_and_biases_follow_the_architecture()
    {
        Assert.Equal(128, Load(Of("Qwen3ForCausalLM", "qwen3", "")).HeadSize);
        var qwen = Load(Of("Qwen2ForCausalLM", "qwen2", ""));
        Assert.Equal((64, true, false), (qwen.HeadSize, qwen.QueryKeyValueBias, qwen.AttentionBias));
        var olmo = Load(Of("OlmoForCausalLM", "olmo", ", \"clip_qkv\": 8.0").Replace("\"rms_norm_eps\": 1e-05, ", "", StringComparison.Ordinal));
        Assert.Equal((8.0, 1e-5, false), (olmo.ClipQkv, olmo.NormEpsilon, olmo.NormWeights));
        Assert.True(Load(Sample.Replace("\"attention_bias\": false", "\"attention_bias\": true", StringComparison.Ordinal)).AttentionBias);
        Assert.True(Load(Sample.Replace("\"mlp_bias\": false", "\"mlp_bias\": true", StringComparison.Ordinal)).FeedForwardBias);
    }

    [Fact]
    public void Rope_scaling_is_read_in_the_old_form_and_in_the_new()
    {
        const string Fields = "\"rope_type\": \"llama3\", \"factor\": 32.0, \"low_freq_factor\": 1.0, \"high_freq_factor\": 4.0, \"original_max_position_embeddings\": 8192";
        var expected = new RopeScaling(RopeScalingKind.Llama3, 32);
        var old = Load(Sample.Replace("\"rope_scaling\": null", $"\"rope_scaling\": {{{Fields}}}", StringComparison.Ordinal));
        Assert.Equal((expected, 100_000), (old.RopeScaling, old.RopeTheta));
        var young = Load(Sample.Replace("\"rope_theta\": 100000", $"\"rope_parameters\": {{{Fields}, \"rope_theta\": 500000.0}}", StringComparison.Ordinal));
        Assert.Equal((expected, 500_000), (young.RopeScaling, young.RopeTheta));
        Assert.Equal(new RopeScaling(RopeScalingKind.Linear, 4), Load(Sample.Replace("\"rope_scaling\": null", "\"rope_scaling\": {\"type\": \"linear\", \"factor\": 4}", StringComparison.Ordinal)).RopeScaling);
    }

    [Fact]
    public void Newer_files_keep_theta_among_the_rope_parameters()
        => Assert.Equal(500_000, Load(Sample.Replace("\"rope_theta\": 100000", "\"rope_parameters\": {\"rope_theta\": 500000, \"rope_type\": \"default\"}", StringComparison.Ordinal)).RopeTheta);

    [Theory]
    [InlineData("[\"LlamaForCausalLM\"]", "[\"GemmaForCausalLM\"]", "architectures")]
    [InlineData("[\"LlamaForCausalLM\"]", "[]", "architectures")]
    [InlineData("[\"LlamaForCausalLM\"]", "[\"MistralForCausalLM\"]", "model_type")]
    [InlineData("\"architectures\": [\"LlamaForCausalLM\"], \"model_type\": \"llama\"", "\"model_type\": \"gpt2\"", "model_type")]
    [InlineData("\"rope_scaling\": null", "\"rope_scaling\": {\"factor\": 8}", "rope_scaling.rope_type")]
    [InlineData("\"rope_scaling\": null", "\"rope_scaling\": {\"rope_type\": \"yarn\", \"factor\": 8}", "rope_scaling.rope_type")]
    [InlineData("\"rope_scaling\": null", "\"rope_scaling\": {\"type\": \"linear\", \"factor\": 0.5}", "rope_scaling.factor")]
    [InlineData("\"rope_scaling\": null", "\"rope_parameters\": {\"rope_type\": \"llama3\"}", "rope_parameters.factor is missing")]
    [InlineData("\"rope_scaling\": null", "\"rope_parameters\": {\"rope_type\": \"dynamic\"}", "rope_parameters.rope_type")]
    [InlineData("\"rope_scaling\": null", "\"partial_rotary_factor\": 0.5", "partial_rotary_factor")]
    [InlineData("\"rope_scaling\": null", "\"quantization_config\": {\"bits\": 4}", "quantization_config")]
    [InlineData("\"rope_scaling\": null", "\"attention_multiplier\": 0.1", "attention_multiplier")]
    [InlineData("\"rope_scaling\": null", "\"sliding_window\": 512", "sliding_window")]
    [InlineData("\"rope_scaling\": null", "\"clip_qkv\": 8", "clip_qkv")]
    [InlineData("\"num_hidden_layers\": 30", "\"num_hidden_layers\": 2000000000", "num_hidden_layers")]
    [InlineData("\"max_position_embeddings\": 2048", "\"max_position_embeddings\": 2147483647", "max_position_embeddings")]
    [InlineData("\"silu\"", "\"gelu\"", "hidden_act")]
    [InlineData("\"hidden_size\": 576,", "", "hidden_size is missing")]
    [InlineData("\"num_key_value_heads\": 3", "\"num_key_value_heads\": 4", "num_key_value_heads")]
    [InlineData("\"num_hidden_layers\": 30", "\"num_hidden_layers\": 0", "num_hidden_layers")]
    [InlineData("\"num_attention_heads\": 9", "\"num_attention_heads\": 0", "num_attention_heads")]
    [InlineData("\"bos_token_id\": 1", "\"bos_token_id\": 49152", "bos_token_id")]
    [InlineData("[2, 5]", "\"two\"", "eos_token_id")]
    [InlineData("576", "\"wide\"", "hidden_size")]
    [InlineData("\"use_cache\"", "use_cache", "cannot be read")]
    public void What_is_not_supported_is_refused_by_name(string from, string to, string named)
    {
        var error = Assert.Throws<InvalidDataException>(() => Load(Sample.Replace(from, to, StringComparison.Ordinal)));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Contains(_folder["config.json"], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
        => Assert.Contains(_folder["config.json"], Assert.Throws<FileNotFoundException>(() => DecoderConfig.Load(_folder.Path)).Message, StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private static string Of(string name, string modelType, string fields)
        => Sample.Replace("LlamaForCausalLM", name, StringComparison.Ordinal).Replace("\"llama\"", $"\"{modelType}\"", StringComparison.Ordinal)
            .Replace("\"attention_bias\": false, ", "", StringComparison.Ordinal).Replace("\"use_cache\": true", "\"use_cache\": true" + fields, StringComparison.Ordinal);

    private DecoderConfig Load(string json)
    {
        File.WriteAllText(_folder["config.json"], json);
        return DecoderConfig.Load(_folder.Path);
    }
}
