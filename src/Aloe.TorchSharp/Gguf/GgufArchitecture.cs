using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>A model in llama.cpp's terms: the name of its architecture, its parameters and its tensors.</summary>
internal sealed class GgufArchitecture
{
    private readonly DecoderConfig _config;
    private readonly string _name;

    /// <summary>Whether llama.cpp turns neighbouring dimensions of a head together, where Hugging Face turns i with i + head/2; the rows of queries and keys are put in that order.</summary>
    private readonly bool _interleaved;

    /// <param name="config">Shape of the model.</param>
    /// <param name="folder">Named in errors.</param>
    /// <exception cref="InvalidDataException">llama.cpp has no such model.</exception>
    public GgufArchitecture(DecoderConfig config, string folder)
    {
        _config = config;
        _ = folder;
        (_name, _interleaved) = ("llama", true);
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
        metadata.Add($"{_name}.attention.head_count", _config.Heads);
        metadata.Add($"{_name}.attention.head_count_kv", _config.KeyValueHeads);
        metadata.Add($"{_name}.attention.key_length", _config.HeadSize);
        metadata.Add($"{_name}.attention.value_length", _config.HeadSize);
        metadata.Add($"{_name}.attention.layer_norm_rms_epsilon", _config.RmsNormEpsilon);
        metadata.Add($"{_name}.rope.dimension_count", _config.HeadSize);
        metadata.Add($"{_name}.rope.freq_base", _config.RopeTheta);
    }

    /// <summary>All tensors of the file, in the order in which the model uses them.</summary>
    public List<GgufTensor> Tensors(ModelWeights weights, GgufType type)
        => [.. DecoderNames.Parameters(_config).Select(parameter => new GgufTensor(
            GgufNames.Of(parameter.Name), parameter.Shape, GgufTensor.TypeFor(parameter.Shape, type), () => Read(weights, parameter.Name, parameter.Shape)))];

    private Tensor Read(ModelWeights weights, string name, long[] shape)
    {
        var tensor = weights.ReadAsStored(name, shape);
        return _interleaved && GgufNames.IsRotated(name) ? Interleave(tensor) : tensor;
    }

    private Tensor Interleave(Tensor rows)
        => rows.view(-1, 2, _config.HeadSize / 2, rows.numel() / rows.shape[0]).transpose(1, 2).reshape(rows.shape);
}
