using System.Text.Json;
using System.Text.Json.Nodes;

namespace Aloe.Torch;

/// <summary>The file <c>adapter_config.json</c> of PEFT.</summary>
/// <param name="BaseModel">Folder or name of the model that the adapter was trained on.</param>
/// <param name="Rank">Rank r.</param>
/// <param name="Alpha">Scale α, of α / r.</param>
internal sealed record AdapterConfig(string BaseModel, int Rank, double Alpha)
{
    public const string FileName = "adapter_config.json";

    // Each would change the arithmetic or add weights, unless it is missing, null, false, empty or as given here.
    private static readonly string[] Refused =
    [
        "use_dora", "lora_bias", "fan_in_fan_out", "use_qalora", "modules_to_save", "rank_pattern", "alpha_pattern", "layer_replication", "target_parameters", "trainable_token_indices", "arrow_config", "alora_invocation_tokens",
    ];

    /// <summary>Whether a folder holds an adapter instead of a model.</summary>
    public static bool IsIn(string folder)
        => File.Exists(Path.Combine(folder, FileName)) && !Directory.EnumerateFiles(folder, "model*.safetensors*").Any();

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It cannot be read, or asks for something that is not supported; the message names file and field.</exception>
    public static AdapterConfig Load(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"The adapter folder has no {FileName}: {path}", path);
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Parse(document.RootElement, path);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The folder of the base model, as seen from the adapter's own folder.</summary>
    /// <exception cref="InvalidDataException">There is no such folder.</exception>
    public string BaseFolder(string adapterFolder)
    {
        var folder = Path.Combine(adapterFolder, BaseModel);
        return Directory.Exists(folder)
            ? folder
            : throw new InvalidDataException($"{Path.Combine(adapterFolder, FileName)}: base_model_name_or_path is \"{BaseModel}\", which is no folder here; load the base model from where it is and then the adapter.");
    }

    public void Save(string folder, IEnumerable<string> projections)
    {
        var json = new JsonObject
        {
            ["peft_type"] = "LORA",
            ["task_type"] = "CAUSAL_LM",
            ["base_model_name_or_path"] = BaseModel,
            ["r"] = Rank,
            ["lora_alpha"] = Alpha,
            ["lora_dropout"] = 0,
            ["target_modules"] = new JsonArray([.. projections.Select(name => (JsonNode)name)]),
            ["bias"] = "none",
            ["fan_in_fan_out"] = false,
            ["init_lora_weights"] = true,
            ["inference_mode"] = true,
            ["modules_to_save"] = null,
            ["use_rslora"] = false,
            ["use_dora"] = false,
        };
        AtomicFile.Write(Path.Combine(folder, FileName), stream =>
        {
            using var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
            json.WriteTo(writer);
        });
    }

    private static AdapterConfig Parse(JsonElement root, string path)
    {
        JsonElement? Field(string name) => root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
        InvalidDataException Error(string field, string rule) => new($"{path}: {field} {rule}.");

        if (Field("peft_type")?.GetString() != "LORA")
        {
            throw Error("peft_type", "must be LORA");
        }

        if (Field("bias") is { } bias && bias.GetString() != "none")
        {
            throw Error("bias", "must be none");
        }

        if (Refused.FirstOrDefault(name => Field(name) is { } value && !IsNothing(value)) is { } field)
        {
            throw Error(field, "is not supported");
        }

        var rank = Field("r") is { ValueKind: JsonValueKind.Number } r && r.TryGetInt32(out var whole) && whole is >= 1 and <= 1_024 ? whole : throw Error("r", "must be a whole number between 1 and 1,024");
        var alpha = Field("lora_alpha") is { ValueKind: JsonValueKind.Number } a && a.TryGetDouble(out var number) && number > 0 && double.IsFinite(number) ? number : throw Error("lora_alpha", "must be a number above 0");
        var model = Field("base_model_name_or_path") is { ValueKind: JsonValueKind.String } text ? text.GetString()! : throw Error("base_model_name_or_path", "must be a text");

        // Rank-stabilised LoRA divides by √r.
        return new AdapterConfig(model, rank, Field("use_rslora") is { ValueKind: JsonValueKind.True } ? alpha * Math.Sqrt(rank) : alpha);
    }

    private static bool IsNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.False => true,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };
}
