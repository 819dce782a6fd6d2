namespace Aloe.Samples.EndToEnd;

/// <summary>The model that training starts from.</summary>
/// <param name="Folder">Its folder, in Hugging Face form.</param>
internal sealed record BaseModel(string Folder)
{
    private static readonly IReadOnlyList<string> Files = ["config.json", "model.safetensors", "tokenizer.json"];

    /// <summary>The shipped <c>aloe-nano</c>: a general talker that knows nothing of personas.</summary>
    public static BaseModel Shipped { get; } = new(Path.Combine(AppContext.BaseDirectory, "aloe-nano-base"));

    /// <summary>Hash of its files, shortened.</summary>
    /// <exception cref="UsageException">A file is missing.</exception>
    public string Fingerprint()
    {
        if (Files.FirstOrDefault(file => !File.Exists(Path.Combine(Folder, file))) is { } missing)
        {
            throw new UsageException($"The base model folder '{Folder}' has no {missing}.");
        }

        return Pipeline.Fingerprint.OfText(Files.Select(file => Pipeline.Fingerprint.OfFile(Path.Combine(Folder, file))))[..12];
    }
}
