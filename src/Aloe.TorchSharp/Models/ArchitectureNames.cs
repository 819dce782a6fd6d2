namespace Aloe.Torch;

/// <summary>What <c>config.json</c> calls the architectures.</summary>
internal static class ArchitectureNames
{
    private static readonly (DecoderArchitecture Architecture, string Class, string ModelType)[] Known =
    [
        (DecoderArchitecture.Llama, "LlamaForCausalLM", "llama"),
        (DecoderArchitecture.Mistral, "MistralForCausalLM", "mistral"),
        (DecoderArchitecture.Qwen2, "Qwen2ForCausalLM", "qwen2"),
        (DecoderArchitecture.Qwen3, "Qwen3ForCausalLM", "qwen3"),
        (DecoderArchitecture.Olmo, "OlmoForCausalLM", "olmo"),
    ];

    public static (string Class, string ModelType) Of(DecoderArchitecture architecture)
    {
        var (_, name, modelType) = Known.Single(known => known.Architecture == architecture);
        return (name, modelType);
    }

    /// <summary>The architecture that a file names. Where it has both fields, both must name the same.</summary>
    /// <exception cref="InvalidDataException">It names none, or one that is not supported.</exception>
    public static DecoderArchitecture Read(ModelJson json)
    {
        var modelType = json.Text("model_type");
        if (json.Texts("architectures") is not { } names)
        {
            return Find(known => known.ModelType == modelType)
                ?? throw json.Error("model_type", $"{Quoted(modelType)} is not supported; {string.Join(", ", Known.Select(known => known.ModelType))} are");
        }

        var architecture = (names is [var name] ? Find(known => known.Class == name) : null)
            ?? throw json.Error("architectures", $"[{string.Join(", ", names.Take(3).Select(Quoted))}] is not supported; one of {string.Join(", ", Known.Select(known => known.Class))} is");
        return modelType is null || modelType == Of(architecture).ModelType
            ? architecture
            : throw json.Error("model_type", $"{Quoted(modelType)} does not belong to architectures");
    }

    private static DecoderArchitecture? Find(Func<(DecoderArchitecture Architecture, string Class, string ModelType), bool> matches)
        => Known.Where(matches).Select(known => (DecoderArchitecture?)known.Architecture).FirstOrDefault();

    private static string Quoted(string? name) => name is null ? "(missing)" : $"\"{name}\"";
}
