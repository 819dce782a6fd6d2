using System.Text.Json;

namespace Aloe.Torch;

/// <summary>Shape of a Llama-family decoder: what the <c>config.json</c> of a Hugging Face <c>LlamaForCausalLM</c> says.</summary>
/// <remarks>Immutable and thread-safe. Anything in a file that would change the arithmetic and is not implemented is refused on loading, never ignored.</remarks>
public sealed record DecoderConfig
{
    internal const string FileName = "config.json";

    /// <summary>Number of token ids.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of the residual stream, D.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Width of the feed-forward layers.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Decoder layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Query heads of each layer.</summary>
    public required int Heads { get; init; }

    /// <summary>Key and value heads of each layer; <see cref="Heads"/> is a multiple of it (grouped-query attention, Ainslie et al., 2023).</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>Width of a head; even.</summary>
    public required int HeadSize { get; init; }

    /// <summary>Longest sequence, and so 1 + the highest position.</summary>
    public required int MaxPositions { get; init; }

    /// <summary>ε of RMSNorm (Zhang and Sennrich, 2019). <value>Default: 1e-5.</value></summary>
    public double RmsNormEpsilon { get; init; } = 1e-5;

    /// <summary>Base θ of the rotary position embedding (Su et al., 2021). <value>Default: 10,000.</value></summary>
    public double RopeTheta { get; init; } = 10_000;

    /// <summary>Whether the output projection is the embedding matrix. <value>Default: false.</value></summary>
    public bool TieWordEmbeddings { get; init; }

    /// <summary>Id of the token that begins a text; null where the file names none.</summary>
    public int? BosTokenId { get; init; }

    /// <summary>Id of the token that ends a text, the first one where the file names several; null where it names none.</summary>
    public int? EosTokenId { get; init; }

    /// <summary>Id of the padding token; null where the file names none.</summary>
    public int? PadTokenId { get; init; }

    /// <summary>The built-in small model <c>aloe-nano</c>: 4 layers of width 192, tied embeddings, 2,048 positions; 1.6 million parameters and 192 for each token of the vocabulary.</summary>
    /// <param name="vocabularySize">Number of token ids.</param>
    public static DecoderConfig Nano(int vocabularySize) => new DecoderConfig
    {
        VocabularySize = vocabularySize,
        HiddenSize = 192,
        IntermediateSize = 512,
        Layers = 4,
        Heads = 6,
        KeyValueHeads = 3,
        HeadSize = 32,
        MaxPositions = 2_048,
        TieWordEmbeddings = true,
        BosTokenId = 0,
        EosTokenId = 4,
        PadTokenId = 0,
    }.Checked("DecoderConfig.Nano");

    /// <summary>Reads <c>config.json</c>.</summary>
    /// <param name="folder">Folder of the model.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no JSON, a field is missing or out of range, or it describes a model that is not supported; the message names file and field.</exception>
    public static DecoderConfig Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"The model folder has no {FileName}: {path}", path);
        }

        try
        {
            using var stream = File.OpenRead(path);
            var file = JsonSerializer.Deserialize(stream, CheckpointJson.Default.DecoderConfigFile) ?? throw new InvalidDataException($"{path} is empty.");
            return file.ToConfig(path).Checked(path);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Writes <c>config.json</c> in the form that Hugging Face's library reads; an existing file is replaced in one step.</summary>
    /// <param name="folder">Folder of the model; created where it is missing.</param>
    public void Save(string folder) => Save(folder, "float32");

    internal void Save(string folder, string dtype)
    {
        ArgumentNullException.ThrowIfNull(folder);
        Checked(nameof(DecoderConfig));
        AtomicFile.Write(Path.Combine(folder, FileName), stream => JsonSerializer.Serialize(stream, DecoderConfigFile.From(this, dtype), CheckpointJson.Default.DecoderConfigFile));
    }

    /// <summary>This, if its numbers fit together.</summary>
    /// <exception cref="InvalidDataException">They do not; the message names the source and the field.</exception>
    internal DecoderConfig Checked(string source)
    {
        Check(VocabularySize > 0, "vocab_size", "must be above 0");
        Check(HiddenSize > 0, "hidden_size", "must be above 0");
        Check(IntermediateSize > 0, "intermediate_size", "must be above 0");
        Check(Layers > 0, "num_hidden_layers", "must be above 0");
        Check(Heads > 0, "num_attention_heads", "must be above 0");
        Check(KeyValueHeads > 0 && Heads % KeyValueHeads == 0, "num_key_value_heads", "must be above 0 and divide num_attention_heads");
        Check(HeadSize > 0 && HeadSize % 2 == 0, "head_dim", "must be above 0 and even");
        Check(MaxPositions > 0, "max_position_embeddings", "must be above 0");
        Check(RmsNormEpsilon > 0 && double.IsFinite(RmsNormEpsilon), "rms_norm_eps", "must be above 0");
        Check(RopeTheta > 0 && double.IsFinite(RopeTheta), "rope_theta", "must be above 0");
        foreach (var (id, name) in new[] { (BosTokenId, "bos_token_id"), (EosTokenId, "eos_token_id"), (PadTokenId, "pad_token_id") })
        {
            Check(id is null || (id >= 0 && id < VocabularySize), name, "must be a token id below vocab_size");
        }

        return this;

        void Check(bool holds, string field, string rule)
        {
            if (!holds)
            {
                throw new InvalidDataException($"{source}: {field} {rule}.");
            }
        }
    }
}
