using static TorchSharp.torch;

namespace Aloe.Torch;

/// <summary>Exports models as GGUF, the single file that llama.cpp, LLamaSharp and Ollama run.</summary>
public static class GgufExport
{
    /// <summary>Writes weights, tokenizer and chat template of a Hugging Face model folder into one GGUF file.</summary>
    /// <remarks>
    /// <para>
    /// Architectures: <c>llama</c> (also for Mistral), <c>qwen2</c>, <c>qwen3</c>, <c>olmo</c>. Tensors are read from the memory-mapped files and written one by one, so memory stays at the largest tensor.
    /// The same folder gives the same bytes. An existing file is replaced in one step.
    /// </para>
    /// <para>
    /// What the engines do not take from a file: llama.cpp attends to the whole context where a Mistral model has a sliding window (no difference up to the length of the window),
    /// and it does not normalise text (NFC), as the tokenizers of Qwen and OLMo do.
    /// </para>
    /// </remarks>
    /// <param name="modelFolder">Holds <c>config.json</c>, safetensors, <c>tokenizer.json</c> and <c>tokenizer_config.json</c>.</param>
    /// <param name="path">The file to write, by custom ending in <c>.gguf</c>.</param>
    /// <param name="type">How matrices are stored. <value>Default: <see cref="GgufType.Q8_0"/>.</value></param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">
    /// A file is damaged, the folder holds an adapter only, the tokenizer has more tokens than the model, or model or tokenizer use something that GGUF cannot say; the message names file and field or tensor.
    /// </exception>
    /// <exception cref="TorchUnavailableException">libtorch cannot be loaded.</exception>
    public static void Write(string modelFolder, string path, GgufType type = GgufType.Q8_0)
    {
        ArgumentNullException.ThrowIfNull(modelFolder);
        ArgumentNullException.ThrowIfNull(path);
        if (AdapterConfig.IsIn(modelFolder))
        {
            throw new InvalidDataException($"{modelFolder} holds an adapter; make a model of it with {nameof(LoraAdapter)}.{nameof(LoraAdapter.Merge)} first.");
        }

        TorchRuntime.EnsureLoaded();
        using var inference = inference_mode();
        var config = DecoderConfig.Load(modelFolder);
        using var weights = ModelWeights.Open(modelFolder);
        using var metadata = new GgufMetadata();
        var architecture = new GgufArchitecture(config, Path.Combine(modelFolder, DecoderConfig.FileName));
        architecture.Describe(metadata, Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(modelFolder))), type);
        GgufVocabulary.Load(modelFolder, config).Describe(metadata);
        GgufWriter.Write(path, metadata, architecture.Tensors(weights, type));
    }
}
