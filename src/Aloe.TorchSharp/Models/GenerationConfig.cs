namespace Aloe.Torch;

/// <summary>How a model's makers suggest to generate with it: what its <c>generation_config.json</c> says.</summary>
/// <remarks>Immutable and thread-safe. What the file leaves open is null here, and up to whoever generates.</remarks>
public sealed record GenerationConfig
{
    internal const string FileName = "generation_config.json";

    /// <summary>Ids of the tokens that end a reply; empty where the file names none.</summary>
    public IReadOnlyList<int> EosTokenIds { get; init => field = new TokenIds(value); } = TokenIds.None;

    /// <summary>Id of the token that begins a text.</summary>
    public int? BosTokenId { get; init; }

    /// <summary>Id of the padding token.</summary>
    public int? PadTokenId { get; init; }

    /// <summary>Whether to draw tokens at random; false takes the most probable one.</summary>
    public bool? Sample { get; init; }

    /// <summary>What logits are divided by; 0 or more.</summary>
    public double? Temperature { get; init; }

    /// <summary>Share of the probability that the candidates make up together; above 0, at most 1.</summary>
    public double? TopP { get; init; }

    /// <summary>Number of candidates; 0 for all.</summary>
    public int? TopK { get; init; }

    /// <summary>What the scores of tokens that are already there are lowered by; above 0, and 1 changes nothing.</summary>
    public double? RepetitionPenalty { get; init; }

    /// <summary>Longest reply, in tokens; at least 1.</summary>
    public int? MaxNewTokens { get; init; }

    /// <summary>Reads <c>generation_config.json</c>.</summary>
    /// <param name="folder">Folder of the model.</param>
    /// <returns>Null where there is no such file: it is optional.</returns>
    /// <exception cref="InvalidDataException">It is no JSON, or a field is out of range; the message names file and field.</exception>
    public static GenerationConfig? Load(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var path = Path.Combine(folder, FileName);
        return File.Exists(path) ? Read(ModelJson.Load(path)) : null;
    }

    private static GenerationConfig Read(ModelJson json)
    {
        return new GenerationConfig
        {
            EosTokenIds = json.TokenIds("eos_token_id"),
            BosTokenId = json.Integer("bos_token_id"),
            PadTokenId = json.Integer("pad_token_id"),
            Sample = json.Flag("do_sample"),
            Temperature = Number("temperature", value => value >= 0, "must be 0 or more"),
            TopP = Number("top_p", value => value is > 0 and <= 1, "must be above 0 and at most 1"),
            TopK = Integer("top_k", 0),
            RepetitionPenalty = Number("repetition_penalty", value => value > 0, "must be above 0"),
            MaxNewTokens = Integer("max_new_tokens", 1),
        };

        double? Number(string field, Func<double, bool> fits, string rule) => json.Number(field) is not { } value ? null : fits(value) ? value : throw json.Error(field, rule);

        int? Integer(string field, int least) => json.Integer(field) is not { } value ? null : value >= least ? value : throw json.Error(field, $"must be at least {least}");
    }
}
