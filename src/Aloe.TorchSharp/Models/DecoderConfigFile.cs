using System.Text.Json;

namespace Aloe.Torch;

/// <summary>The fields of <c>config.json</c> that matter here, as they stand in the file.</summary>
internal sealed class DecoderConfigFile
{
    private const string Architecture = "LlamaForCausalLM";

    public IReadOnlyList<string>? Architectures { get; init; }

    public string? ModelType { get; init; }

    public int? VocabSize { get; init; }

    public int? HiddenSize { get; init; }

    public int? IntermediateSize { get; init; }

    public int? NumHiddenLayers { get; init; }

    public int? NumAttentionHeads { get; init; }

    public int? NumKeyValueHeads { get; init; }

    public int? HeadDim { get; init; }

    public int? MaxPositionEmbeddings { get; init; }

    public double? RmsNormEps { get; init; }

    public double? RopeTheta { get; init; }

    public JsonElement? RopeScaling { get; init; }

    /// <summary>Where newer versions of the library keep the fields of the rotary embedding.</summary>
    public RopeParameters? RopeParameters { get; init; }

    public string? HiddenAct { get; init; }

    public bool? AttentionBias { get; init; }

    public bool? MlpBias { get; init; }

    public bool? TieWordEmbeddings { get; init; }

    public int? BosTokenId { get; init; }

    /// <summary>A number, or a list of numbers.</summary>
    public JsonElement? EosTokenId { get; init; }

    public int? PadTokenId { get; init; }

    public string? TorchDtype { get; init; }

    public static DecoderConfigFile From(DecoderConfig config, string dtype) => new()
    {
        Architectures = [Architecture],
        ModelType = "llama",
        VocabSize = config.VocabularySize,
        HiddenSize = config.HiddenSize,
        IntermediateSize = config.IntermediateSize,
        NumHiddenLayers = config.Layers,
        NumAttentionHeads = config.Heads,
        NumKeyValueHeads = config.KeyValueHeads,
        HeadDim = config.HeadSize,
        MaxPositionEmbeddings = config.MaxPositions,
        RmsNormEps = config.RmsNormEpsilon,
        RopeTheta = config.RopeTheta,
        HiddenAct = "silu",
        AttentionBias = false,
        MlpBias = false,
        TieWordEmbeddings = config.TieWordEmbeddings,
        BosTokenId = config.BosTokenId,
        EosTokenId = config.EosTokenId is { } eos ? JsonSerializer.SerializeToElement(eos, CheckpointJson.Default.Int32) : null,
        PadTokenId = config.PadTokenId,
        TorchDtype = dtype,
    };

    public DecoderConfig ToConfig(string path)
    {
        Refuse(Architectures is not [Architecture], "architectures", $"only [\"{Architecture}\"] is supported");
        Refuse(ModelType is not (null or "llama"), "model_type", "only \"llama\" is supported");
        Refuse(RopeScaling is { ValueKind: not JsonValueKind.Null }, "rope_scaling", "scaled rotary embeddings are not supported");
        Refuse(RopeParameters?.RopeType is not (null or "default"), "rope_parameters.rope_type", "only \"default\" is supported");
        Refuse(HiddenAct is not (null or "silu"), "hidden_act", "only \"silu\" is supported");
        Refuse(AttentionBias == true, "attention_bias", "biases are not supported");
        Refuse(MlpBias == true, "mlp_bias", "biases are not supported");

        var hidden = Required(HiddenSize, "hidden_size");
        var heads = Required(NumAttentionHeads, "num_attention_heads");
        return new DecoderConfig
        {
            VocabularySize = Required(VocabSize, "vocab_size"),
            HiddenSize = hidden,
            IntermediateSize = Required(IntermediateSize, "intermediate_size"),
            Layers = Required(NumHiddenLayers, "num_hidden_layers"),
            Heads = heads,
            KeyValueHeads = NumKeyValueHeads ?? heads,
            HeadSize = HeadDim ?? hidden / Math.Max(heads, 1),
            MaxPositions = Required(MaxPositionEmbeddings, "max_position_embeddings"),
            RmsNormEpsilon = RmsNormEps ?? 1e-6,
            RopeTheta = RopeParameters?.RopeTheta ?? RopeTheta ?? 10_000,
            TieWordEmbeddings = TieWordEmbeddings ?? false,
            BosTokenId = BosTokenId,
            EosTokenId = FirstEos(path),
            PadTokenId = PadTokenId is -1 ? null : PadTokenId,
        };

        void Refuse(bool condition, string field, string reason)
        {
            if (condition)
            {
                throw new InvalidDataException($"{path}: {field}: {reason}.");
            }
        }

        int Required(int? value, string field) => value ?? throw new InvalidDataException($"{path}: {field} is missing.");
    }

    private int? FirstEos(string path)
    {
        var first = EosTokenId is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() > 0 ? list[0] : EosTokenId;
        return first is not { ValueKind: not JsonValueKind.Null } element ? null
            : element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var id) ? id
            : throw new InvalidDataException($"{path}: eos_token_id must be a number or a list of numbers.");
    }
}
