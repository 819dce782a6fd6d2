namespace Aloe.Torch;

/// <summary>Shape and arithmetic of a decoder: what the <c>config.json</c> of a Hugging Face model says.</summary>
/// <remarks>Immutable and thread-safe. Anything in a file that would change the arithmetic and is not implemented is refused on loading, never ignored.</remarks>
public sealed record DecoderConfig
{
    internal const string FileName = "config.json";

    /// <summary>Family of the model. <value>Default: Llama.</value></summary>
    public DecoderArchitecture Architecture { get; init; }

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

    /// <summary>ε of the norms: RMSNorm (Zhang and Sennrich, 2019), or OLMo's LayerNorm, whose ε is always 1e-5. <value>Default: 1e-5.</value></summary>
    public double NormEpsilon { get; init; } = 1e-5;

    /// <summary>Base θ of the rotary position embedding (Su et al., 2021). <value>Default: 10,000.</value></summary>
    public double RopeTheta { get; init; } = 10_000;

    /// <summary>Scaling of the rotary frequencies; null for none. <value>Default: null.</value></summary>
    public RopeScaling? RopeScaling { get; init; }

    /// <summary>A token attends to those less than this many positions before it; null: to all before it. Only Mistral, Qwen2 and Qwen3. <value>Default: null.</value></summary>
    public int? SlidingWindow { get; init; }

    /// <summary>Number of layers, counted from the first, that <see cref="SlidingWindow"/> leaves alone. Only Qwen2 and Qwen3. <value>Default: 0.</value></summary>
    public int FullAttentionLayers { get; init; }

    /// <summary>Whether all projections of the attention have biases. Qwen2 has them on queries, keys and values without being asked, Mistral never. <value>Default: false.</value></summary>
    public bool AttentionBias { get; init; }

    /// <summary>Whether the projections of the feed-forward layers have biases. Only Llama. <value>Default: false.</value></summary>
    public bool FeedForwardBias { get; init; }

    /// <summary>Queries, keys and values are clipped to ± this number; null for no clipping. Only OLMo. <value>Default: null.</value></summary>
    public double? ClipQkv { get; init; }

    /// <summary>Whether the output projection is the embedding matrix. <value>Default: false.</value></summary>
    public bool TieWordEmbeddings { get; init; }

    /// <summary>Id of the token that begins a text; null where the file names none.</summary>
    public int? BosTokenId { get; init; }

    /// <summary>Ids of the tokens that end a text; empty where the file names none.</summary>
    public IReadOnlyList<int> EosTokenIds { get; init => field = new TokenIds(value); } = TokenIds.None;

    /// <summary>Id of the padding token; null where the file names none.</summary>
    public int? PadTokenId { get; init; }

    /// <summary>Whether queries, keys and values have biases.</summary>
    internal bool QueryKeyValueBias => AttentionBias || Architecture == DecoderArchitecture.Qwen2;

    /// <summary>Whether the heads of queries and keys are normalised.</summary>
    internal bool QueryKeyNorm => Architecture == DecoderArchitecture.Qwen3;

    /// <summary>Whether norms are RMSNorm with a weight; otherwise they are LayerNorm without.</summary>
    internal bool NormWeights => Architecture != DecoderArchitecture.Olmo;

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
        EosTokenIds = [4],
        PadTokenId = 0,
    }.Checked("DecoderConfig.Nano");

    /// <summary>Reads <c>config.json</c>.</summary>
    /// <param name="folder">Folder of the model.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no JSON, a field is missing or out of range, or it describes a model that is not supported; the message names file and field.</exception>
    public static DecoderConfig Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return DecoderConfigReader.Read(ModelJson.Load(Path.Combine(folder, FileName)));
    }

    /// <summary>Writes <c>config.json</c> in the form that Hugging Face's library reads; an existing file is replaced in one step.</summary>
    /// <param name="folder">Folder of the model; created where it is missing.</param>
    public void Save(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        AtomicFile.Write(Path.Combine(folder, FileName), stream => stream.Write(ModelJson.Bytes(DecoderConfigWriter.Write(this))));
    }

    /// <summary>True for a layer whose attention the sliding window limits.</summary>
    internal bool HasWindow(int layer) => SlidingWindow is not null && layer >= FullAttentionLayers;

    /// <summary>This, if its numbers fit together.</summary>
    /// <exception cref="InvalidDataException">They do not; the message names the source and the field.</exception>
    internal DecoderConfig Checked(string source)
    {
        DecoderConfigRules.Check(this, source);
        return this;
    }
}
