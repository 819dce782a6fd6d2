namespace Aloe.Samples.EndToEnd;

/// <summary>The shipped base model <c>aloe-nano</c>: a general talker that knows nothing of personas.</summary>
internal static class BaseModel
{
    /// <summary>Its folder, in Hugging Face form.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "aloe-nano-base");

    /// <summary>SHA-256 of its weights.</summary>
    /// <exception cref="UsageException">It is not there.</exception>
    public static string Fingerprint()
    {
        var weights = Path.Combine(Folder, "model.safetensors");
        return File.Exists(weights)
            ? Pipeline.Fingerprint.OfFile(weights)
            : throw new UsageException("The base model samples/EndToEnd/aloe-nano-base is missing: restore it from the repository, or make it with 'train-base --out samples/EndToEnd/aloe-nano-base' and build again.");
    }
}
