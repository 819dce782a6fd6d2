using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>A model in llama.cpp's terms: the name of its architecture, its parameters and its tensors.</summary>
internal sealed class GgufArchitecture
{
    private readonly DecoderConfig _config;
    private readonly string _name;

    /// <summary>Whether llama.cpp turns neighbouring dimensions of a head together, where Hugging Face turns i with i + head/2; the rows of queries and keys are then put in that order.</summary>
    private readonly bool _interleaved;

    /// <param name="config">Shape of the model.</param>
    /// <param name="source">Named in errors.</param>
    /// <exception cref="InvalidDataException">The model has something that llama.cpp's architecture has not.</exception>
    public GgufArchitecture(DecoderConfig config, string source)
    {
        _config = config;
        (_name, _interleaved) = config.Architecture switch
        {
            DecoderArchitecture.Llama or DecoderArchitecture.Mistral => ("llama", true),
            DecoderArchitecture.Qwen2 => ("qwen2", false),
            DecoderArchitecture.Qwen3 => ("qwen3", false),
            DecoderArchitecture.Olmo => ("olmo", true),
            var other => throw new InvalidDataException($"{source}: architectures: {other} cannot be exported."),
        };
        Refuse(config.AttentionBias && _name != "llama", "attention_bias");
        Refuse(config.RopeScaling?.Kind == RopeScalingKind.Llama3 && _name != "llama", "rope_scaling of the kind llama3");
        Refuse(config.HeadSize * config.Heads != config.HiddenSize && _name == "olmo", "head_dim other than hidden_size ÷ num_attention_heads");

        void Refuse(bool condition, string field)
        {
            if (condition)
            {
                throw new InvalidDataException($"{source}: llama.cpp's {_name} models have no {field}.");
            }
        }
    }

    /// <summary>Adds <c>general.*</c> and the parameters of the architecture.</summary>
    public void Describe(GgufMetadata metadata, string modelName, GgufType type)
    {
        metadata.Add("general.architecture", _name);
        metadata.Add("general.type", "model");
        metadata.Add("general.name", modelName);
        metadata.Add("general.file_type", (int)type.FileCode());
        metadata.Add("general.quantization_version", 2);
        metadata.Add($"{_name}.vocab_size", _config.VocabularySize);
        metadata.Add($"{_name}.context_length", _config.MaxPositions);
        metadata.Add($"{_name}.embedding_length", _config.HiddenSize);
        metadata.Add($"{_name}.block_count", _config.Layers);
        metadata.Add($"{_name}.feed_forward_length", _config.IntermediateSize);
        DescribeAttention(metadata);
        DescribeRope(metadata);
    }

    /// <summary>All tensors of the file, in the order in which the model uses them.</summary>
    public List<GgufTensor> Tensors(ModelWeights weights, GgufType type)
    {
        var parameters = DecoderNames.Parameters(_config).ToList();
        weights.Check(parameters, name => DecoderNames.IsRedundant(name, _config));
        List<GgufTensor> tensors = [.. parameters.Select(parameter => new GgufTensor(
            GgufNames.Of(parameter.Name), parameter.Shape, GgufTensor.TypeFor(parameter.Shape, type), () => Read(weights, parameter.Name, parameter.Shape)))];
        if (_config.RopeScaling?.Kind == RopeScalingKind.Llama3)
        {
            tensors.Add(RopeFactors());
        }

        return tensors;
    }

    private void DescribeAttention(GgufMetadata metadata)
    {
        metadata.Add($"{_name}.attention.head_count", _config.Heads);
        metadata.Add($"{_name}.attention.head_count_kv", _config.KeyValueHeads);
        metadata.Add($"{_name}.attention.key_length", _config.HeadSize);
        metadata.Add($"{_name}.attention.value_length", _config.HeadSize);
        metadata.Add($"{_name}.attention.layer_norm{(_config.NormWeights ? "_rms" : "")}_epsilon", _config.NormEpsilon);
        if (_config.ClipQkv is { } bound)
        {
            metadata.Add($"{_name}.attention.clamp_kqv", bound);
        }

        if (_config.SlidingWindow is { } window)
        {
            metadata.Add($"{_name}.attention.sliding_window", window);
        }
    }

    private void DescribeRope(GgufMetadata metadata)
    {
        metadata.Add($"{_name}.rope.dimension_count", _config.HeadSize);
        metadata.Add($"{_name}.rope.freq_base", _config.RopeTheta);
        if (_config.RopeScaling is { Kind: RopeScalingKind.Linear } scaling)
        {
            metadata.Add($"{_name}.rope.scaling.type", "linear");
            metadata.Add($"{_name}.rope.scaling.factor", scaling.Factor);
        }
    }

    /// <summary>What each frequency is divided by, where that is not the same for all.</summary>
    private GgufTensor RopeFactors()
    {
        var scaled = RotaryEmbedding.Frequencies(_config);
        var unscaled = RotaryEmbedding.Frequencies(_config with { RopeScaling = null });
        var factors = unscaled.Zip(scaled, (before, after) => (float)(before / after)).ToArray();
        return new GgufTensor("rope_freqs.weight", [factors.Length], GgufType.F32, () => tensor(factors));
    }

    private Tensor Read(ModelWeights weights, string name, long[] shape)
    {
        var tensor = weights.ReadAsStored(name, shape);
        return _interleaved && GgufNames.IsRotated(name) ? tensor.view(-1, 2, _config.HeadSize / 2, tensor.numel() / shape[0]).transpose(1, 2).reshape(shape) : tensor;
    }
}
