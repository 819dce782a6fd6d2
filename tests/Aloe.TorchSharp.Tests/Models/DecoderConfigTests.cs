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
                RmsNormEpsilon = 1e-5,
                RopeTheta = 100_000,
                TieWordEmbeddings = true,
                BosTokenId = 1,
                EosTokenId = 2,
            },
            Load(Sample));

    [Fact]
    public void What_is_saved_is_loaded_again()
    {
        var config = DecoderConfig.Nano(4096) with { RopeTheta = 12345.5, PadTokenId = null };
        config.Save(_folder.Path);
        Assert.Equal(config, DecoderConfig.Load(_folder.Path));
    }

    [Fact]
    public void Newer_files_keep_theta_among_the_rope_parameters()
        => Assert.Equal(500_000, Load(Sample.Replace("\"rope_theta\": 100000", "\"rope_parameters\": {\"rope_theta\": 500000, \"rope_type\": \"default\"}", StringComparison.Ordinal)).RopeTheta);

    [Theory]
    [InlineData("[\"LlamaForCausalLM\"]", "[\"MistralForCausalLM\"]", "architectures")]
    [InlineData("\"model_type\": \"llama\"", "\"model_type\": \"qwen2\"", "model_type")]
    [InlineData("\"rope_scaling\": null", "\"rope_scaling\": {\"factor\": 8}", "rope_scaling")]
    [InlineData("\"rope_scaling\": null", "\"rope_parameters\": {\"rope_type\": \"llama3\"}", "rope_parameters.rope_type")]
    [InlineData("\"attention_bias\": false", "\"attention_bias\": true", "attention_bias")]
    [InlineData("\"mlp_bias\": false", "\"mlp_bias\": true", "mlp_bias")]
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

    private DecoderConfig Load(string json)
    {
        File.WriteAllText(_folder["config.json"], json);
        return DecoderConfig.Load(_folder.Path);
    }
}
